/** Who is on duty now, where nobody will be, and every shift of the days shown. */
import { Alert, List, NumberInput, TextInput, Title } from '@mantine/core';
import { useSearchParams } from 'wouter';
import { addDays, daysBetween, localDateOf } from '../../../../pathways/time.js';
import { useLanguage, useText } from '../../language.js';
import { useRead } from '../../live.js';
import { useMay } from '../../session.js';
import { roleTexts } from '../../texts/roles.js';
import { rosterTexts } from '../../texts/roster.js';
import { sayClock, sayDay, sayMoment, sayDate } from '../../when.js';
import { withQuery } from '../../with-query.js';
import { Badge, Group, Stack, Text } from '../light/light.js';
import { Table } from '../light/Table.js';
import { Read } from '../Read.js';
import { Wide } from '../Wide.js';
import { AddShift } from './AddShift.js';
import { dutyOn, onDutyAt, type DutyRoster } from './duty.js';
import { ImportRoster } from './ImportRoster.js';
import { Shifts } from './Shifts.js';

const usualDays = 14;

export function Duty() {
  const t = useText(rosterTexts);
  const [search, setSearch] = useSearchParams();
  const days = Math.min(92, Math.max(1, Number(search.get('days') ?? usualDays) || usualDays));
  const start = search.get('from');
  const roster = useRead<DutyRoster>(withQuery('/roster/duty', { days, from: start }), ['roster'], { refetchInterval: 60_000 });
  const set = (name: string, value: string): void => setSearch((before) => { if (value === '') before.delete(name); else before.set(name, value); return before; }, { replace: true });
  const mayWrite = useMay('roster:write');
  return (
    <Read of={roster}>
      {(found) => (
        <Stack>
          <Now roster={found} />
          <Gaps roster={found} days={days} />
          {mayWrite ? <Group><AddShift roster={found} /><ImportRoster /></Group> : null}
          <Group align="flex-end">
            <TextInput type="date" label={t('start')} value={start ?? localDateOf(found.from, found.zone)} onChange={(event) => set('from', event.currentTarget.value)} />
            <NumberInput label={t('days')} value={days} min={1} max={92} w={110} onChange={(value) => set('days', String(value))} />
          </Group>
          <Grid roster={found} />
          <Shifts roster={found} mayWrite={mayWrite} />
        </Stack>
      )}
    </Read>
  );
}

function Now({ roster }: { roster: DutyRoster }) {
  const t = useText(rosterTexts);
  const role = useText(roleTexts);
  const { language } = useLanguage();
  return (
    <div>
      <Title order={2} size="h4" mb="xs">{t('now')}</Title>
      <Wide label={t('now')}>
        <Table verticalSpacing={6} maw={900}>
          <Table.Thead><Table.Tr><Table.Th scope="col">{t('role')}</Table.Th><Table.Th scope="col">{t('who')}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {roster.roles.filter(({ used }) => used).map((one) => {
              const here = onDutyAt(roster, one.role, roster.now);
              return (
                <Table.Tr key={one.role}>
                  <Table.Th scope="row" fw={500}>{role(one.role)} {one.red ? <Badge size="sm" variant="outline" color="#b3170f">{t('red')}</Badge> : null}</Table.Th>
                  <Table.Td>{here.length === 0 ? <Text fw={700} c="#b3170f">{t('nobody')}</Text> : here.map(({ shiftId, displayName, endsAt }) => <Text key={shiftId} size="sm">{`${displayName} · ${t('until', { when: endsAt.slice(0, 4) === roster.now.slice(0, 4) ? sayMoment(endsAt, language, roster.zone) : sayDay(endsAt, language, roster.zone) })}`}</Text>)}</Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Wide>
    </div>
  );
}

function Gaps({ roster, days }: { roster: DutyRoster; days: number }) {
  const t = useText(rosterTexts);
  const role = useText(roleTexts);
  const { language } = useLanguage();
  if (roster.gaps.length === 0) return <Text role="status">{t('noGaps', { n: days })}</Text>;
  const hours = (from: string, until: string): string => t('hours', { n: Math.round((Date.parse(until) - Date.parse(from)) / 360_000) / 10 });
  return (
    <Alert variant="outline" color="#b3170f" title={t('gaps', { n: days })} role="status">
      <List size="sm">
        {roster.gaps.map(({ role: of, from, until, red }) => (
          <List.Item key={`${of} ${from}`}><strong>{role(of)}</strong>{`: ${sayMoment(from, language, roster.zone)} – ${sayMoment(until, language, roster.zone)} (${hours(from, until)})${red ? `. ${t('redGap')}` : ''}`}</List.Item>
        ))}
      </List>
    </Alert>
  );
}

function Grid({ roster }: { roster: DutyRoster }) {
  const t = useText(rosterTexts);
  const role = useText(roleTexts);
  const { language } = useLanguage();
  const { zone } = roster;
  const first = localDateOf(roster.from, zone);
  const days = Array.from({ length: daysBetween(first, localDateOf(roster.until, zone)) }, (_, n) => addDays(first, n));
  const shown = roster.roles.filter((one) => one.used || roster.shifts.some((shift) => shift.role === one.role));
  return (
    <Wide label={t('grid')}>
      <Table verticalSpacing={4} withColumnBorders>
        <Table.Thead><Table.Tr><Table.Th scope="col">{t('day')}</Table.Th>{shown.map((one) => <Table.Th key={one.role} scope="col">{role(one.role)}</Table.Th>)}</Table.Tr></Table.Thead>
        <Table.Tbody>
          {days.map((day) => (
            <Table.Tr key={day} style={{ verticalAlign: 'top' }}>
              <Table.Th scope="row" fw={500} style={{ whiteSpace: 'nowrap' }}>{sayDate(day, language)}</Table.Th>
              {shown.map((one) => {
                const here = dutyOn(roster, one.role, day, zone);
                return (
                  <Table.Td key={one.role}>
                    {here.length === 0 ? <Text size="xs" c={one.used ? '#b3170f' : 'gray.7'}>{one.used ? t('nobody') : '–'}</Text> : here.map(({ shift, from, until }) => <Text key={shift.shiftId} size="xs">{`${shift.displayName}${from === null && until === null ? '' : ` ${from === null ? '00:00' : sayClock(from, language, zone)}–${until === null ? '24:00' : sayClock(until, language, zone)}`}`}</Text>)}
                  </Table.Td>
                );
              })}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Wide>
  );
}
