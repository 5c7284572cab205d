/** Visits: what is to come with booking, then the past with what became of each. */
import { Button, Title } from '@mantine/core';
import type { PatientVisit } from '../../../../db/read-models/patient-visits.js';
import { useLanguage, useMarks, useText } from '../../language.js';
import { useRead } from '../../live.js';
import { useMay } from '../../session.js';
import { statusTexts } from '../../texts/care-words.js';
import { patientTexts } from '../../texts/patient.js';
import { reasonTexts } from '../../texts/reasons.js';
import { visitTexts } from '../../texts/visits.js';
import { sayWindow } from '../../when.js';
import { withQuery } from '../../with-query.js';
import { useWords } from '../../words.js';
import { Group, Stack, Text } from '../light/light.js';
import { Table } from '../light/Table.js';
import { Read } from '../Read.js';
import { VideoCall } from '../VideoCall.js';
import { AssignVisit } from '../visit/AssignVisit.js';
import { Offers } from '../visit/Offers.js';
import { BookVisit } from './BookVisit.js';
import { CancelVisit } from './CancelVisit.js';
import { useChart, useTimes, usePlace } from './chart.js';
import { Sign } from './marks.js';

const open = ['planned', 'booked', 'checked-in', 'open', 'held'];

export default function VisitsTab() {
  const t = useText(patientTexts);
  const { language } = useLanguage();
  const { patient } = useChart();
  const { read, go } = usePlace();
  const [may, mayAssign] = [useMay('visit:write'), useMay('assignment:write')];
  const visits = useRead<{ items: PatientVisit[] }>(withQuery(`/patients/${patient.patientId}/visits`, { language }), ['visit', 'episode']);
  return (
    <Read of={visits}>{({ items }) => {
      const [ahead, past] = [items.filter(({ status }) => open.includes(status)), items.filter(({ status }) => !open.includes(status)).reverse()];
      const chosen = (name: string): PatientVisit | undefined => items.find(({ occurrence }) => occurrence === read(name));
      const [booking, cancelling, assigning] = [chosen('book'), chosen('cancel'), chosen('assign')];
      return (
        <Stack>
          <Title order={2} fz="md">{t('toCome')}</Title>
          <VisitTable items={ahead} />
          {past.length === 0 ? null : <><Title order={2} fz="md">{t('past')}</Title><VisitTable items={past} /></>}
          {booking && may ? <BookVisit of={booking} close={() => go({ book: null })} /> : null}
          {assigning && mayAssign && canBeGiven(assigning) ? <AssignVisit of={assigning} close={() => go({ assign: null })} /> : null}
          {cancelling && may ? <CancelVisit of={cancelling} close={() => go({ cancel: null })} /> : null}
        </Stack>
      );
    }}</Read>
  );
}

/** Booked, and nobody has arrived yet. */
const canBeGiven = ({ status, assignment }: PatientVisit): boolean => assignment !== null && assignment !== 'ended' && (status === 'booked' || status === 'held');

function VisitTable({ items }: { items: PatientVisit[] }) {
  const t = useText(patientTexts);
  if (items.length === 0) return <Text size="sm">{t('none')}</Text>;
  return (
    <Table.ScrollContainer minWidth={980}>
      <Table verticalSpacing={6} fz="sm">
        <Table.Thead><Table.Tr><Table.Th>{t('what')}</Table.Th><Table.Th miw={150}>{t('planned')}</Table.Th><Table.Th miw={130}>{t('slot')}</Table.Th><Table.Th>{t('who')}</Table.Th><Table.Th>{t('outcome')}</Table.Th><Table.Th><span className="unseen">{t('details')}</span></Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>{items.map((visit) => <VisitRow key={visit.occurrence} of={visit} />)}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

const signs: Record<string, 'planned' | 'happened' | 'not' | 'left-out'> = { completed: 'happened', failed: 'not', cancelled: 'left-out' };

function VisitRow({ of }: { of: PatientVisit }) {
  const t = useText(patientTexts);
  const v = useText(visitTexts);
  const marks = useMarks();
  const { language } = useLanguage();
  const { moment } = useTimes();
  const { go } = usePlace();
  const [status, reason] = [useWords(statusTexts), useWords(reasonTexts)];
  const may = useMay('visit:write');
  const mayStandIn = useMay('visit:stand-in');
  const mayAssign = useMay('assignment:write');
  const { episodes, patient: { patientId, zone } } = useChart();
  const many = episodes.length > 1;
  const place = of.place === 'home' || of.place === 'online' || of.place === 'clinic' ? t(of.place) : of.place;
  const who = of.who === 'nurse' || of.who === 'therapist' || of.who === 'doctor' ? t(of.who) : of.who;
  const state = of.assignment === 'assigned' || of.assignment === 'unassigned' || of.assignment === 'held' || of.assignment === 'ended' ? t(of.assignment) : t('nobodyYet');
  return (
    <Table.Tr>
      <Table.Td>{of.label} {of.n}<Text size="xs" c="dark.4">{place}{many ? ` · ${of.packageTitle}` : ''}</Text></Table.Td>
      <Table.Td className="numbers">{moment(of.plannedAt)}<Text size="xs" c="dark.4">{sayWindow(of, language, zone)}</Text></Table.Td>
      <Table.Td className="numbers">{of.slotFrom === null ? <Text size="sm" fw={700}>{t('notBooked')}</Text> : moment(of.slotFrom)}</Table.Td>
      <Table.Td>{of.assignee ?? who}{of.assignment === 'offering' ? <Offers of={of.offers} /> : <Text size="xs" c="dark.4">{of.slotFrom === null && of.assignment === null ? '' : state}</Text>}</Table.Td>
      <Table.Td>
        <Group gap={6} wrap="nowrap"><Sign state={signs[of.status] ?? 'planned'} /><Text size="sm" miw={64}>{of.reason === null || of.reason === '' ? status(of.status) : of.status === 'failed' ? t('failedFor', { reason: reason(of.reason) }) : of.status === 'cancelled' ? t('leftOut', { reason: reason(of.reason) }) : `${status(of.status)}${marks.aside(reason(of.reason))}`}</Text></Group>
        {of.standIns.map((one) => <Text key={`${one.act} ${one.at}`} size="xs" c="dark.4">{t('stoodIn', { act: t(one.act), by: one.actedByName, name: one.assignedName, reason: one.reason })}</Text>)}
        {of.redemption === null ? null : <Text size="xs" c="dark.4">{t('redeemed', { how: of.redemption.how === 'scan' || of.redemption.how === 'code' || of.redemption.how === 'exception' ? t(of.redemption.how) : of.redemption.how })}</Text>}
      </Table.Td>
      <Table.Td>
        <Group gap={6} justify="flex-end" wrap="wrap" miw={170}>
          {may && of.bookable ? <Button size="compact-sm" variant={of.slotFrom === null ? 'filled' : 'default'} onClick={() => go({ book: of.occurrence })}>{t(of.slotFrom === null ? 'book' : 'move')}</Button> : null}
          {mayAssign && canBeGiven(of) ? <Button size="compact-sm" variant={of.assignment === 'unassigned' ? 'filled' : 'default'} onClick={() => go({ assign: of.occurrence })}>{v(of.assignment === 'assigned' ? 'reassign' : 'assign')}</Button> : null}
          {may && of.bookable ? <Button size="compact-sm" variant="default" onClick={() => go({ cancel: of.occurrence })}>{t('cancelVisit')}</Button> : null}
          {of.status === 'booked' || of.status === 'checked-in' ? <VideoCall about={{ patientId, occurrence: of.occurrence }} path={`/episodes/${of.episodeId}/visits/${of.step}/${of.n}`} small /> : null}
          {mayStandIn && of.assignment === 'assigned' && (of.status === 'booked' || of.status === 'checked-in') ? <Button component="a" href={`/nurse/visits/${of.episodeId}/${of.step}/${of.n}`} size="compact-sm" variant="default" title={t('standInHint', { name: of.assignee ?? '' })}>{t('standIn')}</Button> : null}
          {of.answerId === null ? null : <Button size="compact-sm" variant="default" onClick={() => go({ answer: of.answerId })}>{t('record_')}</Button>}
          {of.status === 'failed' || of.status === 'cancelled' ? <Button size="compact-sm" variant="default" onClick={() => go({ whynot: `${of.episodeId}/${of.step}` })}>{t('whyNot')}</Button> : null}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
