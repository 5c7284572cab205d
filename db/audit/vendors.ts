/** C: what each vendor says it took and our attempts are one to one. Our own tables alone cannot see a message that left twice. */
import type { Channel } from '../../channels/channel.js';
import { addHours } from '../../pathways/time.js';
import type { ChannelName, Instant } from '../../pathways/engine/vocabulary.js';
import { sinceOf, type AuditCheck, type Auditing, type Breach, type Heard, type Listed } from './breach.js';

type Ours = { id: string; obligationId: string; providerMessageId: string | null; state: string; possiblyDoubled: boolean; settledLongAgo: boolean; fresh: boolean };

/** Vendors' clocks and ours differ: their list is asked from a little earlier, and compared with attempts from earlier still. */
const marginHours = 24;

const takenStates = ['accepted', 'sent', 'delivered'];

/** Asked before the database is read: an attempt newer than the list is covered by the grace, a listed message always has its attempt. */
export async function hearVendors({ sql, channels, since }: Pick<Auditing, 'sql' | 'channels' | 'since'>): Promise<Heard['lists']> {
  if (!channels) return null;
  const from = addHours(since ?? (await firstAttempt(sql)), -marginHours);
  return Promise.all(channels.all().map(async (channel) => ({ channel, list: await listOf(channel, from) })));
}

/** "Everything" begins here: Aliyun's list is asked per number and day, so a list from 1970 on would take days. */
async function firstAttempt(sql: Auditing['sql']): Promise<Instant> {
  const [row] = await sql<{ at: Instant }[]>`select coalesce(min(claimed_at), now())::timestamptz(3) as at from attempt`;
  if (!row) throw new Error('an aggregate without a row');
  return row.at;
}

async function listOf(channel: Channel, from: Instant): Promise<Listed[] | string | null> {
  try {
    return await channel.list(from);
  } catch (error) {
    return error instanceof Error ? error.message : `${channel.provider} did not answer`;
  }
}

export const vendors: AuditCheck = async (a) => {
  if (!a.heard.lists) return { breaches: [], looked: 0, note: 'not looked at: no channels were given' };
  const breaches: Breach[] = [];
  const silent: string[] = [];
  let looked = 0;
  for (const { channel, list } of a.heard.lists) {
    if (list === null) silent.push(channel.provider);
    else if (typeof list === 'string') breaches.push({ check: 'C', ref: channel.provider, what: list });
    else {
      looked += list.length;
      breaches.push(...compare(channel.provider, list, await oursOf(a, channel.name, channel.provider)));
    }
  }
  return { breaches, looked, ...(silent.length === 0 ? {} : { note: `${silent.join(', ')} offer no list` }) };
};

const oursOf = (a: Auditing, name: ChannelName, provider: string): Promise<Ours[]> => a.sql<Ours[]>`
  select id, obligation_id, provider_message_id, state, possibly_doubled, coalesce(settled_at, posted_at, claimed_at) < now() - make_interval(secs => ${a.graceSeconds}) as settled_long_ago,
    claimed_at >= ${sinceOf(a)} as fresh
  from attempt where channel = ${name} and provider = ${provider} and claimed_at >= ${sinceOf(a)}::timestamptz - make_interval(hours => ${2 * marginHours})
  union all
  select id, id, provider_message_id, state, false, coalesce(settled_at, posted_at) < now() - make_interval(secs => ${a.graceSeconds}), posted_at >= ${sinceOf(a)}
  from alarm_page where channel = ${name} and provider = ${provider} and posted_at >= ${sinceOf(a)}::timestamptz - make_interval(hours => ${2 * marginHours})
  union all
  select id, id, provider_message_id, state, state = 'ambiguous', coalesce(settled_at, posted_at) < now() - make_interval(secs => ${a.graceSeconds}), posted_at >= ${sinceOf(a)}
  from reply_notice where channel = ${name} and provider = ${provider} and posted_at >= ${sinceOf(a)}::timestamptz - make_interval(hours => ${2 * marginHours})`;

function compare(provider: string, list: Listed[], ours: Ours[]): Breach[] {
  const breach = (ref: string, what: string): Breach => ({ check: 'C', ref, what });
  const breaches: Breach[] = [];
  const matched = new Map<string, Listed[]>();
  for (const entry of list) {
    const attempt = ours.find(({ providerMessageId }) => providerMessageId === entry.providerMessageId) ?? ours.find(({ id }) => id === entry.attemptId);
    if (!attempt) breaches.push(breach(`${provider} ${entry.providerMessageId}`, 'was taken by the vendor, but no attempt of ours is behind it'));
    else matched.set(attempt.id, [...(matched.get(attempt.id) ?? []), entry]);
  }
  for (const attempt of ours) {
    const entries = matched.get(attempt.id) ?? [];
    if (entries.length > 1 && !attempt.possiblyDoubled) breaches.push(breach(attempt.id, `is ${entries.length} messages at ${provider}`));
    if (entries.length > 0 && !takenStates.includes(attempt.state) && attempt.state !== 'failed' && !attempt.possiblyDoubled && attempt.settledLongAgo) {
      breaches.push(breach(attempt.id, `is ${attempt.state} here, but ${provider} took it`));
    }
    if (entries.length === 0 && takenStates.includes(attempt.state) && attempt.settledLongAgo && attempt.fresh) breaches.push(breach(attempt.id, `is ${attempt.state} here, but ${provider} does not know it`));
  }
  return [...breaches, ...doubles(provider, ours.filter(({ id }) => matched.has(id)))];
}

/** Two attempts of one obligation that both arrived, and neither admits it. */
function doubles(provider: string, arrived: Ours[]): Breach[] {
  const byObligation = new Map<string, Ours[]>();
  for (const attempt of arrived) byObligation.set(attempt.obligationId, [...(byObligation.get(attempt.obligationId) ?? []), attempt]);
  return [...byObligation].filter(([, attempts]) => attempts.filter(({ state }) => state !== 'failed').length > 1 && !attempts.some(({ possiblyDoubled }) => possiblyDoubled))
    .map(([id, attempts]) => ({ check: 'C' as const, ref: id, what: `arrived ${attempts.length} times at ${provider}, which nobody recorded as possible` }));
}
