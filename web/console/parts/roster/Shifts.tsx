/** The shifts one by one; each can be taken out, or ended when it runs. */
import { Button } from '@mantine/core';
import type { DutyShift } from '../../../../db/read-models/duty-roster.js';
import { useLanguage, useText } from '../../language.js';
import { roleTexts } from '../../texts/roles.js';
import { rosterTexts } from '../../texts/roster.js';
import { sayMoment } from '../../when.js';
import { useAct } from '../act.js';
import { Text } from '../light/light.js';
import { Table } from '../light/Table.js';
import { Wide } from '../Wide.js';
import type { DutyRoster } from './duty.js';

export function Shifts({ roster, mayWrite }: { roster: DutyRoster; mayWrite: boolean }) {
  const t = useText(rosterTexts);
  const role = useText(roleTexts);
  const { language } = useLanguage();
  const say = (at: string): string => sayMoment(at, language, roster.zone);
  return (
    <details>
      <summary>{`${t('shifts')} (${roster.shifts.length})`}</summary>
      <Wide label={t('shifts')}>
        <Table verticalSpacing={4}>
          <Table.Thead><Table.Tr>{(['person', 'role', 'from', 'to'] as const).map((key) => <Table.Th key={key} scope="col">{t(key)}</Table.Th>)}{mayWrite ? <Table.Td /> : null}</Table.Tr></Table.Thead>
          <Table.Tbody>
            {roster.shifts.map((shift) => (
              <Table.Tr key={shift.shiftId}>
                <Table.Th scope="row" fw={500}>{shift.displayName}{shift.active ? null : <Text size="xs" c="#b3170f">{t('inactive')}</Text>}</Table.Th>
                <Table.Td>{role(shift.role)}</Table.Td><Table.Td>{say(shift.startsAt)}</Table.Td><Table.Td>{say(shift.endsAt)}</Table.Td>
                {mayWrite ? <Table.Td>{shift.endsAt <= roster.now ? null : <Remove shift={shift} running={shift.startsAt <= roster.now} label={`${t(shift.startsAt <= roster.now ? 'endNow' : 'remove')}: ${shift.displayName}, ${role(shift.role)}, ${say(shift.startsAt)}`} />}</Table.Td> : null}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Wide>
    </details>
  );
}

function Remove({ shift, running, label }: { shift: DutyShift; running: boolean; label: string }) {
  const t = useText(rosterTexts);
  const remove = useAct<Record<string, never>>({ path: `/roster/shifts/${shift.shiftId}/remove`, done: t('removed') });
  return <Button size="xs" variant="default" loading={remove.isPending} aria-label={label} onClick={() => remove.mutate({})}>{running ? t('endNow') : t('remove')}</Button>;
}
