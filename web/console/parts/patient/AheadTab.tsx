/** The next thirty days, explained: what is certain, what happens only under a condition, and what will not happen and why. */
import { Paper, Title } from '@mantine/core';
import type { OutlookConditional, PatientOutlook } from '../../../../db/read-models/patient-outlook.js';
import { useLanguage, useMarks, useText } from '../../language.js';
import { useRead } from '../../live.js';
import { anchorTexts, levelTexts } from '../../texts/care-words.js';
import { patientTexts } from '../../texts/patient.js';
import { reasonTexts } from '../../texts/reasons.js';
import { roleTexts } from '../../texts/roles.js';
import { levelColor } from '../../theme.js';
import { withQuery } from '../../with-query.js';
import { sayPurpose } from '../../../../pathways/chart/purpose-words.js';
import { useWords } from '../../words.js';
import { Badge, Group, Stack, Text } from '../light/light.js';
import { Table } from '../light/Table.js';
import { Read } from '../Read.js';
import { useChart, useTimes } from './chart.js';
import { FirmWhat } from './FirmWhat.js';
import { fromToday, mergedFirm } from './firm.js';

export default function AheadTab() {
  const t = useText(patientTexts);
  const { language } = useLanguage();
  const { patient } = useChart();
  const outlook = useRead<PatientOutlook>(withQuery(`/patients/${patient.patientId}/next-thirty-days`, { language }), ['episode', 'visit', 'message', 'escalation']);
  return (
    <Read of={outlook}>{(found) => (
      <Stack gap="lg">
        <section><Title order={2} fz="md">{t('firm')}</Title><Firm of={found} /></section>
        <section><Title order={2} fz="md">{t('conditional')}</Title><Conditionals of={found} /></section>
        <section><Title order={2} fz="md">{t('suppressed')}</Title><Suppressed of={found} /></section>
      </Stack>
    )}</Read>
  );
}

const titleOf = ({ episodes }: PatientOutlook, episodeId: string): string => (episodes.length > 1 ? (episodes.find((e) => e.episodeId === episodeId)?.title ?? '') : '');

function Firm({ of }: { of: PatientOutlook }) {
  const t = useText(patientTexts);
  const { clock, shortDay } = useTimes();
  const { today, patient: { zone } } = useChart();
  const items = mergedFirm(of.firm, { staff: true }).filter(fromToday(today, zone));
  if (items.length === 0) return <Text size="sm">{t('noFirm')}</Text>;
  return (
    <Table verticalSpacing={3} fz="sm">
      <Table.Thead><Table.Tr><Table.Th w={120}>{t('day_')}</Table.Th><Table.Th w={70}>{t('when')}</Table.Th><Table.Th>{t('what')}</Table.Th><Table.Th>{t('episodes')}</Table.Th></Table.Tr></Table.Thead>
      <Table.Tbody>
        {items.map((item, i) => {
          const at = item.slotFrom ?? item.at;
          const before = items[i - 1];
          const sameDay = before !== undefined && shortDay(before.slotFrom ?? before.at) === shortDay(at);
          return (
            <Table.Tr key={item.obligation ?? `${item.occurrence} ${item.at}`}>
              <Table.Td className="numbers">{sameDay ? <span className="unseen">{shortDay(at)}</span> : <Text span size="sm" fw={600}>{shortDay(at)}</Text>}</Table.Td>
              <Table.Td className="numbers">{clock(at)}</Table.Td>
              <Table.Td><FirmWhat item={item} /></Table.Td>
              <Table.Td>{titleOf(of, item.episodeId)}</Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}

/** Rules first, the most urgent on top; then what follows when nobody answers or acts. */
const order = ({ then, if: condition }: OutlookConditional): number => (condition.kind === 'not-acted-on' ? 0 : then.kind === 'case' ? 1 + ['red', 'orange', 'yellow'].indexOf(then.level ?? '') : condition.kind === 'rule' ? 5 : 6);

function Conditionals({ of }: { of: PatientOutlook }) {
  const t = useText(patientTexts);
  const marks = useMarks();
  if (of.conditional.length === 0) return <Text size="sm">{t('noConditional')}</Text>;
  return (
    <Stack gap={6}>
      {[...of.conditional].sort((a, b) => order(a) - order(b)).map((item, i) => (
        <Paper key={i} withBorder px="sm" py={6} style={{ borderLeft: `5px solid ${levelColor(item.then.level ?? '')}` }}>
          <Text size="sm"><Text span fw={700}>{t('if')}</Text> <If of={item} /></Text>
          <Text size="sm" component="div"><Text span fw={700}>{t('then')}</Text> <Then of={item} /></Text>
          <Text size="xs" c="dark.4">{[item.if.rule, titleOf(of, item.episodeId), item.if.askedBy.length === 0 ? '' : t('askedBy', { steps: [...new Set(item.if.askedBy)].join(marks.list) })].filter(Boolean).join(' · ')}</Text>
        </Paper>
      ))}
    </Stack>
  );
}

function If({ of: { if: condition } }: { of: OutlookConditional }) {
  const anchorWord = useWords(anchorTexts);
  const t = useText(patientTexts);
  switch (condition.kind) {
    case 'rule': return condition.said;
    case 'silence': return t('if-silence', { label: condition.label, n: condition.misses ?? 0 });
    case 'not-acted-on': return t('if-not-acted-on');
    case 'anchor': return t('if-anchor', { label: anchorWord(condition.label) });
    default: return t(`if-${condition.kind}`, { label: condition.label });
  }
}

function Then({ of: { then } }: { of: OutlookConditional }) {
  const t = useText(patientTexts);
  const marks = useMarks();
  const { language } = useLanguage();
  const { moment } = useTimes();
  const [role, level] = [useWords(roleTexts), useWords(levelTexts)];
  const roles = then.to.map(role).join(marks.list);
  switch (then.kind) {
    case 'message': return t('then-message', { at: then.at === null ? '' : moment(then.at), purpose: sayPurpose(then.purpose ?? '', language), who: role(then.recipient) });
    case 'rung': return t('then-rung', { at: then.at === null ? '' : moment(then.at), who: roles });
    case 'steps': return t('then-steps', { steps: then.start.join(marks.list) });
    case 'case': {
      const more = [
        then.confirmWithinMinutes === null ? '' : t('confirmsWithin', { n: then.confirmWithinMinutes }), then.acknowledgeWithinMinutes === null ? '' : t('ackWithin', { n: then.acknowledgeWithinMinutes }),
        then.contactWithinMinutes === null ? '' : t('contactWithin', { n: then.contactWithinMinutes }), then.callBy === null ? '' : t('callsPatient', { who: role(then.callBy) }), then.holdsHomeVisits ? t('holdsVisits') : '',
        then.stillThere === null ? '' : t('stillThere', { n: then.stillThere.afterHours, level: level(then.stillThere.become) }), then.start.length === 0 ? '' : t('alsoStarts', { steps: then.start.join(marks.list) }), then.instruction,
      ].filter(Boolean);
      return <Group component="span" gap={6} display="inline-flex"><Badge size="sm" background={levelColor(then.level ?? '')}>{level(then.level)}</Badge><span>{t('then-case', { level: level(then.level), who: roles })}{marks.clause}{more.join(marks.clause)}</span></Group>;
    }
  }
}

function Suppressed({ of }: { of: PatientOutlook }) {
  const t = useText(patientTexts);
  const { language } = useLanguage();
  const { moment } = useTimes();
  const reason = useWords(reasonTexts);
  if (of.suppressed.length === 0) return <Text size="sm">{t('noSuppressed')}</Text>;
  return (
    <Table verticalSpacing={3} fz="sm">
      <Table.Thead><Table.Tr><Table.Th w={170}>{t('when')}</Table.Th><Table.Th>{t('what')}</Table.Th><Table.Th>{t('reasonWhy')}</Table.Th><Table.Th>{t('episodes')}</Table.Th></Table.Tr></Table.Thead>
      <Table.Tbody>
        {of.suppressed.map((item, i) => <Table.Tr key={i}><Table.Td className="numbers">{moment(item.at)}</Table.Td><Table.Td>{[item.label, sayPurpose(item.what, language)].filter(Boolean).join(' · ')}</Table.Td><Table.Td>{reason(item.reason)}</Table.Td><Table.Td>{titleOf(of, item.episodeId)}</Table.Td></Table.Tr>)}
      </Table.Tbody>
    </Table>
  );
}
