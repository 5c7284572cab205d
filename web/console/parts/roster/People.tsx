/** Who can be sent: rank, skills, certificates with what runs out, districts, hours, leave. */
import { Alert, Button, List } from '@mantine/core';
import { useState } from 'react';
import type { StaffMember } from '../../../../db/visits/people.js';
import type { Leave } from '../../../../db/visits/leave.js';
import type { District } from '../../../../db/visits/surroundings.js';
import type { Certificate } from '../../../../pathways/visits/staff.js';
import { addDays, daysBetween } from '../../../../pathways/time.js';
import { useLanguage, useText } from '../../language.js';
import { useRead } from '../../live.js';
import { useMay, useMe } from '../../session.js';
import { rosterTexts } from '../../texts/roster.js';
import { sayDate } from '../../when.js';
import { withQuery } from '../../with-query.js';
import { useAct } from '../act.js';
import { Group, Stack, Text } from '../light/light.js';
import { Table } from '../light/Table.js';
import { Read } from '../Read.js';
import { Wide } from '../Wide.js';
import { expiryOf } from './expiry.js';
import { HoursForm } from './HoursForm.js';
import { LeaveForm } from './LeaveForm.js';
import { NewProfile } from './NewProfile.js';
import { ProfileForm } from './ProfileForm.js';
import { useSkill } from './skill.js';
import { useToday } from './today.js';
import { Unqualified } from './Unqualified.js';
import { weekLines } from './weekdays.js';

/** Leave is shown this far ahead, by convention (C). */
const leaveDays = 90;

export function People() {
  const t = useText(rosterTexts);
  const { accountId } = useMe();
  const today = useToday();
  const staff = useRead<{ items: StaffMember[] }>('/staff', ['staff']);
  const leave = useRead<{ items: Leave[] }>(withQuery('/leave', { from: today, until: addDays(today, leaveDays) }), ['staff']);
  const places = useRead<{ districts: District[] }>('/districts', ['staff']);
  const [open, setOpen] = useState<{ form: 'profile' | 'hours' | 'leave'; person: StaffMember } | null>(null);
  const close = (): void => setOpen(null);
  const skill = useSkill();
  const named = (code: string): string => places.data?.districts.find((one) => one.code === code)?.name ?? code;
  const mayWrite = useMay('staff:write');
  const mayAll = useMay('assignment:write');
  const mayOwn = useMay('leave:write');
  return (
    <Read of={staff}>
      {({ items }) => (
        <Stack>
          <Unqualified />
          <Warnings people={items} today={today} />
          {mayWrite ? <NewProfile people={items} today={today} /> : <Text size="sm">{t('whoEdits')}</Text>}
          <Wide label={t('people')}>
            <Table verticalSpacing={6}>
              <Table.Thead><Table.Tr>{(['name', 'rank', 'skills', 'certificates', 'districts', 'load', 'week', 'leave'] as const).map((key) => <Table.Th key={key} scope="col">{t(key)}</Table.Th>)}</Table.Tr></Table.Thead>
              <Table.Tbody>
                {items.map((person) => (
                  <Table.Tr key={person.accountId} style={{ verticalAlign: 'top' }}>
                    <Table.Th scope="row" fw={500}>
                      {person.displayName}
                      {mayWrite ? <Group gap={6} mt={4}><Button size="compact-xs" variant="default" aria-label={`${t('editProfile')}: ${person.displayName}`} onClick={() => setOpen({ form: 'profile', person })}>{t('editProfile')}</Button><Button size="compact-xs" variant="default" aria-label={`${t('editHours')}: ${person.displayName}`} onClick={() => setOpen({ form: 'hours', person })}>{t('editHours')}</Button></Group> : null}
                    </Table.Th>
                    <Table.Td>{t(person.title)}{person.practiceSince === null ? null : <Text size="xs" c="gray.7">{t('practised', { n: Math.floor(daysBetween(person.practiceSince, today) / 365.25) })}</Text>}</Table.Td>
                    <Table.Td>{person.skills.map(skill).join(t('comma')) || '–'}</Table.Td>
                    <Table.Td>{person.certificates.length === 0 ? '–' : person.certificates.map((one) => <CertificateLine key={`${one.kind} ${one.number}`} certificate={one} today={today} />)}</Table.Td>
                    <Table.Td>{person.districts.map(named).join(t('comma')) || '–'}</Table.Td>
                    <Table.Td className="numbers">{person.dailyLoad}</Table.Td>
                    <Table.Td style={{ whiteSpace: 'nowrap' }}>{weekLines(person.hours).map(({ from, until, stretches }) => <Text key={from} size="xs">{`${from === until ? t(from) : `${t(from)}–${t(until)}`} ${stretches}`}</Text>)}</Table.Td>
                    <Table.Td>
                      {leave.data?.items.filter((one) => one.accountId === person.accountId).map((one) => <LeaveLine key={one.leaveId} leave={one} may={mayAll || (mayOwn && one.accountId === accountId)} />)}
                      {mayAll || (mayOwn && person.accountId === accountId) ? <Button size="xs" variant="default" aria-label={`${t('addLeave')}: ${person.displayName}`} onClick={() => setOpen({ form: 'leave', person })}>{t('addLeave')}</Button> : null}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Wide>
          {open?.form === 'profile' ? <ProfileForm person={open.person} today={today} close={close} /> : null}
          {open?.form === 'hours' ? <HoursForm person={open.person} close={close} /> : null}
          {open?.form === 'leave' ? <LeaveForm person={open.person} today={today} close={close} /> : null}
        </Stack>
      )}
    </Read>
  );
}

const useCertificate = (today: string): ((certificate: Certificate) => string) => {
  const t = useText(rosterTexts);
  const { language } = useLanguage();
  return ({ kind, validUntil }) => {
    const { state, days } = expiryOf(validUntil, today);
    const day = validUntil === null ? '' : sayDate(validUntil, language);
    const key = { expired: 'expired', expiring: 'expires', valid: 'valid', unlimited: 'unlimited' } as const;
    return t(key[state], { kind: t(kind), day, n: days });
  };
};

function CertificateLine({ certificate, today }: { certificate: Certificate; today: string }) {
  const say = useCertificate(today);
  const { state } = expiryOf(certificate.validUntil, today);
  const bad = state === 'expired' || state === 'expiring';
  return <Text size="sm" fw={bad ? 700 : 400} c={state === 'expired' ? '#b3170f' : bad ? '#8a3d00' : 'gray.9'}>{say(certificate)}</Text>;
}

function Warnings({ people, today }: { people: readonly StaffMember[]; today: string }) {
  const t = useText(rosterTexts);
  const say = useCertificate(today);
  const lines = people.flatMap((person) => person.certificates.filter(({ validUntil }) => ['expired', 'expiring'].includes(expiryOf(validUntil, today).state)).map((one) => `${person.displayName}: ${say(one)}`));
  return lines.length === 0 ? null : <Alert variant="outline" color="#8a3d00" title={t('warnings')} role="status"><List size="sm">{lines.map((line) => <List.Item key={line}>{line}</List.Item>)}</List></Alert>;
}

function LeaveLine({ leave, may }: { leave: Leave; may: boolean }) {
  const t = useText(rosterTexts);
  const { language } = useLanguage();
  const say = (day: string): string => sayDate(day, language);
  const cancel = useAct<Record<string, never>>({ path: `/staff/${leave.accountId}/leave/${leave.leaveId}/cancel`, done: t('leaveCancelled') });
  return (
    <Group gap={6} mb={4} wrap="nowrap">
      <Text size="xs">{`${say(leave.from)} – ${say(leave.until)} · ${t(leave.kind)}`}</Text>
      {may ? <Button size="compact-xs" variant="default" loading={cancel.isPending} aria-label={`${t('cancelLeave')}: ${leave.displayName} ${say(leave.from)}`} onClick={() => cancel.mutate({})}>{t('cancelLeave')}</Button> : null}
    </Group>
  );
}
