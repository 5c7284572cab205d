/** The list itself, in plain tables that print and that a saved file shows alike. */
import type { ReactNode } from 'react';
import type { Downtime, DowntimeVisit, PhoneNumber } from '../../../../db/read-models/downtime.js';
import { useLanguage, useText } from '../../language.js';
import { useToday } from '../../now.js';
import { useMe } from '../../session.js';
import { downtimeTexts } from '../../texts/downtime.js';
import { roleTexts } from '../../texts/roles.js';
import { worklistTexts } from '../../texts/worklist.js';
import { sayDay, sayMoment } from '../../when.js';
import { fullName, sexAndAge } from '../person.js';

export function DowntimeList({ of }: { of: Downtime }) {
  const t = useText(downtimeTexts);
  const role = useText(roleTexts);
  const level = useText(worklistTexts);
  const { language } = useLanguage();
  const today = useToday(useMe().hospital.zone);
  const say = (at: string): string => sayMoment(at, language, of.zone);
  return (
    <div className="paper">
      <h2>{t('title')}</h2>
      <p>{t('asOf', { hospital: of.hospital, at: say(of.madeAt) })}</p>
      <Table title={t('cases', { n: of.cases.length })} none={t('none')} head={[t('level'), t('patient'), t('numbers'), t('todo'), t('deadline'), t('owner')]}
        rows={of.cases.map((one) => [one.escalationId, level(one.level as 'red'), <Person key="p" name={fullName(one)} more={`${sexAndAge(one, language, today)} ${one.packageTitle}`} />, <Numbers key="n" of={one.numbers} />, one.instructionText,
          one.contactedAt === null ? say(one.nextDeadline === 'acknowledge' && one.ackBy !== null ? one.ackBy : one.contactBy) : t('contacted'), one.ownerName ?? t('nobody')])} />
      <Table title={t('callBacks', { n: of.callBacks.length })} none={t('none')} head={[t('when'), t('patient'), t('note'), t('owner')]} rows={of.callBacks.map((one) => [one.callBackId, say(one.dueAt), fullName(one), one.note ?? '', one.ownerName])} />
      <Table title={t('visits', { n: of.visits.length })} none={t('none')} head={[t('when'), t('patient'), t('numbers'), t('where'), t('who')]} rows={of.visits.map((one) => visitRow(one))} />
      <Table title={t('duty')} none={t('none')} head={[t('role'), t('name'), t('phone'), t('until')]} rows={of.duty.map((one) => [`${one.role} ${one.displayName} ${one.startsAt}`, role(one.role as keyof typeof roleTexts), one.displayName, one.phone ?? '–', one.endsAt.slice(0, 4) === of.madeAt.slice(0, 4) ? say(one.endsAt) : sayDay(one.endsAt, language, of.zone)])} />
    </div>
  );

  function visitRow(one: DowntimeVisit): [string, ...ReactNode[]] {
    const when = `${say(one.from)} ${one.status === 'planned' ? t('noTime') : one.status === 'held' ? t('held') : ''}`;
    return [one.occurrence, when, <Person key="p" name={one.patient} more={`${sexAndAge(one, language, today)} ${one.packageTitle} · ${one.what}`} />, <Numbers key="n" of={one.numbers} />,
      [one.district, one.address ?? t('noAddress'), one.accessNote].filter(Boolean).join(' '), one.nurse === null ? t('nobody') : [one.nurse, one.nursePhone].filter(Boolean).join(' ')];
  }
}

/** The first of a row is its key. */
function Table({ title, head, rows, none }: { title: string; head: string[]; rows: [string, ...ReactNode[]][]; none: string }) {
  return (
    <>
      <h3>{title}</h3>
      {rows.length === 0 ? <p>{none}</p> : (
        <table>
          <thead><tr>{head.map((one) => <th key={one} scope="col">{one}</th>)}</tr></thead>
          <tbody>{rows.map(([key, ...cells]) => <tr key={key}>{cells.map((cell, index) => <td key={head[index]}>{cell}</td>)}</tr>)}</tbody>
        </table>
      )}
    </>
  );
}

const Person = ({ name, more }: { name: string; more: string }) => <><strong>{name}</strong><br />{more}</>;

function Numbers({ of }: { of: readonly PhoneNumber[] }) {
  const role = useText(roleTexts);
  return <>{of.map((one) => <div key={`${one.owner} ${one.value}`}>{`${one.value} ${one.owner === 'patient' ? role('patient') : [one.relation ?? role('family'), one.name].filter(Boolean).join(' ')}`}</div>)}</>;
}
