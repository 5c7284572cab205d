/**
 * An alarm from a visit goes to everybody who is on duty as head nurse or chief, by WeCom and, where that does not take it, by SMS; again
 * every two minutes until somebody acknowledges. Here a doubled message is better than a missing one, so an unclear answer counts as a no
 * and the next channel is tried. The row is written before the POST: a crash in between leaves a trace, and the next round comes.
 */
import type { Channel } from '../../channels/channel.js';
import { announceChanges } from '../changes.js';
import { transact, type Sql } from '../client.js';
import type { Channels } from '../ledger/deps.js';
import { onDuty, type OnDuty } from '../roster.js';
import { alarmRoles, alarmWords, type AlarmKind } from './visit-alarms.js';

/** Conventions of ours (mark C): long enough to read and press, short enough for somebody in danger. */
export const pageEverySeconds = 120;
/** An hour of pages that nobody answered is for the telephone; the alarm itself stays open on every screen. */
export const mostRounds = 30;

type Waiting = { alarmId: string; hospitalId: string; kind: AlarmKind; round: number; who: string | null; hospital: 'real' | 'training'; signature: string };
const inOrder = [['wecom', 'wecom'], ['sms', 'mobile']] as const;

/** Number of messages that were posted. */
export async function pageAlarms({ sql, channels }: { sql: Sql; channels: Channels }): Promise<number> {
  const waiting = await sql<Waiting[]>`
    select v.id as alarm_id, v.hospital_id, v.kind, coalesce(p.round, 0) + 1 as round, coalesce(r.display_name, n.display_name) as who, h.kind as hospital, h.sms_signature as signature
    from visit_alarm v join hospital h on h.id = v.hospital_id left join account r on r.id = v.raised_by
      left join visit_assignment a on a.occurrence = v.occurrence left join account n on n.id = a.account_id
      left join lateral (select max(round) as round, max(posted_at) as at from alarm_page where alarm_id = v.id) p on true
    where v.closed_at is null and v.acknowledged_at is null and coalesce(p.round, 0) < ${mostRounds} and (p.at is null or p.at <= now() - make_interval(secs => ${pageEverySeconds}))
    order by v.raised_at`;
  let posted = 0;
  for (const alarm of waiting) {
    const reached = new Map<string, OnDuty>();
    for (const role of alarmRoles) for (const person of await onDuty(sql, alarm.hospitalId, role)) reached.set(person.accountId, person);
    const sent = await Promise.all([...reached.values()].map((person) => pageOne({ sql, channels }, alarm, person)));
    posted += sent.reduce((sum, n) => sum + n, 0);
  }
  return posted;
}

/** Down the channels until one takes it. */
async function pageOne({ sql, channels }: { sql: Sql; channels: Channels }, alarm: Waiting, { accountId, contacts }: OnDuty): Promise<number> {
  let posted = 0;
  for (const [name, kind] of inOrder) {
    const contact = contacts.find((one) => one.kind === kind);
    const channel = contact ? channels.channelFor({ hospital: alarm.hospital, name, to: contact.value, templateKey: 'staff.visit-alarm', tried: [] }) : null;
    if (!contact || !channel) continue;
    const id = `alarm-page/${alarm.alarmId}/${accountId}/${alarm.round}/${name}`;
    // Two workers at once: the first row wins.
    const mine = await sql`insert into alarm_page (id, hospital_id, alarm_id, account_id, round, channel, provider)
      values (${id}, ${alarm.hospitalId}, ${alarm.alarmId}, ${accountId}, ${alarm.round}, ${name}, ${channel.provider}) on conflict (id) do nothing returning id`;
    if (mine.length === 0) return posted;
    posted += 1;
    if (await post(sql, channel, id, contact.value, alarm)) return posted;
  }
  return posted;
}

async function post(sql: Sql, channel: Channel, id: string, to: string, { hospitalId, kind, who, hospital, signature }: Waiting): Promise<boolean> {
  const body = `${channel.name === 'sms' ? `【${signature}】` : ''}${hospital === 'training' ? '【演练】' : ''}${who === null ? '' : `${who}：`}${alarmWords[kind].zh}`;
  const result = await channel.send({ attemptId: id, hospitalId, to, body, template: { key: 'staff.visit-alarm', params: { who: who ?? '' } }, language: 'zh-CN' });
  const accepted = result.outcome === 'accepted' ? result.providerMessageId : null;
  const detail = result.outcome === 'rejected' ? `${result.reason} ${result.code}` : result.outcome === 'ambiguous' ? result.detail : null;
  await transact(sql, async (tx) => {
    await tx`update alarm_page set state = ${result.outcome}, provider_message_id = ${accepted}, detail = ${detail}, settled_at = now() where id = ${id}`;
    await announceChanges(tx, hospitalId, [{ topic: 'visit-alarm', ref: id.split('/')[1] ?? '' }]);
  });
  return result.outcome === 'accepted';
}
