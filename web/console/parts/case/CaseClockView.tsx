/** The clock of a case as a history that can be argued with: runs with their deadlines, then every event in order. */
import type { OpenedClock } from '../../../../db/read-models/case-clock.js';
import type { ClockDeadline } from '../../../../db/why/clock.js';
import { useLanguage, useMarks, useText } from '../../language.js';
import { useRead } from '../../live.js';
import { useMe } from '../../session.js';
import { caseTexts } from '../../texts/case.js';
import { roleTexts } from '../../texts/roles.js';
import { worklistTexts } from '../../texts/worklist.js';
import { sayMoment } from '../../when.js';
import { Stack, Text } from '../light/light.js';
import { Table } from '../light/Table.js';
import { Read } from '../Read.js';
import { casePath } from './case-path.js';

export function CaseClockView({ escalationId }: { escalationId: string }) {
  const clock = useRead<OpenedClock>(`${casePath(escalationId)}/clock`, ['escalation', 'message', 'task', 'episode']);
  return <Read of={clock}>{(of) => <History of={of} />}</Read>;
}

function History({ of: { runs, lines, next, status } }: { of: OpenedClock }) {
  const t = useText(caseTexts);
  const level = useText(worklistTexts);
  const role = useText(roleTexts);
  const marks = useMarks();
  const { language } = useLanguage();
  const { zone } = useMe().hospital;
  const say = (at: string): string => sayMoment(at, language, zone);
  const deadline = ({ which, by, keptAt, breachedAt }: ClockDeadline, endedAt: string | null): string => {
    const named = { which: t(`which_${which}`), by: say(by) };
    if (keptAt !== null) return t(breachedAt === null ? 'keptIn' : 'lateKept', { ...named, at: say(keptAt) });
    if (breachedAt !== null) return t('missed', named);
    return t(endedAt === null ? 'running' : 'ended', named);
  };
  return (
    <Stack gap="sm">
      {runs.map((run) => (
        <Stack key={`${run.from} ${run.level}`} gap={2}>
          <Text fw={600} size="sm">{t('clockRun', { level: level(run.level), from: say(run.from) })}</Text>
          <ul className="plain">{run.deadlines.map((one) => <li key={one.which}><Text size="sm">{deadline(one, run.endedAt)}</Text></li>)}</ul>
        </Stack>
      ))}
      {status === 'closed' || status === 'joined' ? null : <Text size="sm">{next === null ? t('noRung') : t('nextRung', { at: say(next.at), to: next.to.map((to) => role(to as keyof typeof roleTexts)).join(marks.list) })}</Text>}
      <Table.ScrollContainer minWidth={320}>
        <Table striped withTableBorder>
          <Table.Thead><Table.Tr><Table.Th>{t('at')}</Table.Th><Table.Th>{t('event')}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {lines.map((line, index) => (
              <Table.Tr key={`${index} ${line.at}`}>
                <Table.Td className="numbers" style={{ whiteSpace: 'nowrap' }}>{say(line.at)}</Table.Td>
                <Table.Td fw={line.kind === 'breach' ? 700 : 400}>{language === 'en' ? line.text.en : line.text.zh}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}
