/**
 * Who asked is told that there is an answer: once per answer, by WeChat or SMS, without a word of what it is about. Outside the episodes' ledger,
 * because no pathway plans it and a question may outlive its package; but judged by the same rules (consent, opt-out, death, quiet hours,
 * channel order). The row is written before the POST and a POST is never repeated: whatever did not surely go out becomes a call by a person.
 */
import type { Channel, OutboundMessage } from '../../channels/channel.js';
import type { Crypt } from '../../messages/crypt.js';
import { render } from '../../messages/render.js';
import type { Obligation } from '../../pathways/engine/events.js';
import type { ChannelName, Instant } from '../../pathways/engine/vocabulary.js';
import { judge, type Verdict } from '../../pathways/patient/claim.js';
import { addressed } from '../../pathways/people/courtesy.js';
import { addHours } from '../../pathways/time.js';
import { transact, type Sql, type Tx } from '../client.js';
import type { Channels } from '../ledger/deps.js';
import { contactAddress } from '../ledger/people.js';
import { loadSharedFacts } from '../ledger/shared-facts.js';
import { codeFor } from '../patient-access/codes.js';
import { lockPatient } from '../patient-lock.js';
import { handToPerson } from './reply-call.js';
import { replyKeys, replyWording } from './reply-words.js';

/** Conventions (C): a later answer to the same matter is not told again within hours; one that nobody could tell for two days is left to the page. */
export const replyNoticeLimits = { quietAfterHours: 4, withinDays: 2, unheardMinutes: 5 } as const;

type Deps = { sql: Sql; channels: Channels; crypt: Crypt };
export type Reply = {
  entryId: string; inquiryId: string; hospitalId: string; patientId: string; contactId: string | null; episodeId: string | null; /** Episode time; wall time without an episode. */ at: Instant;
  kind: 'real' | 'training'; signature: string; phone: string; entry: string; surname: string; sex: string | null; language: string; zone: string;
};
type Post = { id: string; channel: Channel; message: OutboundMessage };

/** Returns how many notices were posted. */
export async function tellReplies(deps: Deps): Promise<number> {
  await giveUpUnheard(deps.sql);
  let posted = 0;
  for (const reply of await untold(deps.sql)) posted += await tell(deps, reply);
  return posted;
}

/** The last word of the thread is an answer, and nothing is on its way or decided about it. */
const untold = (sql: Sql): Promise<Reply[]> => sql<Reply[]>`
  select e.id as entry_id, i.id as inquiry_id, i.hospital_id, i.patient_id, i.contact_id, i.episode_id, coalesce(episode_of(x.clock, now()), now())::timestamptz(3) as at,
    h.kind, h.sms_signature as signature, h.phone, h.entry, p.family_name as surname, p.sex, p.language, coalesce(p.zone, h.zone) as zone
  from inquiry_entry e join inquiry i on i.id = e.inquiry_id join patient p on p.id = i.patient_id join hospital h on h.id = i.hospital_id left join episode x on x.id = i.episode_id
  where e.act = 'replied' and e.acted_at > now() - make_interval(days => ${replyNoticeLimits.withinDays})
    and not exists (select 1 from inquiry_entry later where later.inquiry_id = i.id and later.act in ('added', 'replied', 'reopened') and (later.acted_at, later.id) > (e.acted_at, e.id))
    and not exists (select 1 from reply_notice n where n.entry_id = e.id and n.state in ('sending', 'accepted', 'ambiguous', 'suppressed'))
    and not exists (select 1 from reply_notice n where n.inquiry_id = i.id and n.state = 'accepted' and n.posted_at > now() - make_interval(hours => ${replyNoticeLimits.quietAfterHours}))
  order by e.acted_at limit 50`;

/** Down the channels until one takes it, or nothing is left. */
async function tell(deps: Deps, reply: Reply): Promise<number> {
  let posted = 0;
  for (;;) {
    const post = await transact(deps.sql, (tx) => claim(tx, deps, reply));
    if (post === 'next channel') continue;
    if (post === null) return posted;
    posted += 1;
    const result = await post.channel.send(post.message).catch(() => ({ outcome: 'ambiguous' as const, detail: 'the channel threw' }));
    const accepted = result.outcome === 'accepted' ? result.providerMessageId : null;
    const detail = result.outcome === 'rejected' ? `${result.reason} ${result.code}` : result.outcome === 'ambiguous' ? result.detail : null;
    await transact(deps.sql, async (tx) => {
      await tx`update reply_notice set state = ${result.outcome}, provider_message_id = ${accepted}, detail = ${detail}, settled_at = now() where id = ${post.id}`;
      if (result.outcome === 'ambiguous') await handToPerson(tx, reply, 'ambiguous');
    });
    if (result.outcome === 'accepted' || result.outcome === 'ambiguous') return posted;
  }
}

/** null: nothing to post now. */
async function claim(tx: Tx, { channels, crypt }: Deps, reply: Reply): Promise<Post | 'next channel' | null> {
  await lockPatient(tx, reply.patientId);
  const rows = await tx<{ channel: ChannelName; state: string }[]>`select channel, state from reply_notice where entry_id = ${reply.entryId}`;
  if (rows.some(({ state }) => state !== 'rejected' && state !== 'throttled')) return null; // another worker was quicker
  const tried = rows.map(({ channel }) => channel);
  const verdict = await judged(tx, reply, tried);
  if (verdict?.kind !== 'send') {
    if (verdict !== undefined && verdict.kind !== 'defer') await end(tx, reply, verdict.reason);
    return null;
  }
  for (const contactId of verdict.to) {
    const { to } = await contactAddress(tx, reply.patientId, contactId);
    const channel = channels.channelFor({ hospital: reply.kind, name: verdict.channel, to, templateKey: keyOf(reply), tried: [] });
    if (channel) return open(tx, crypt, reply, { channel, contactId, to });
  }
  await note(tx, reply, { channel: verdict.channel, provider: 'none', contactId: null, state: 'rejected', detail: 'no provider carries it' });
  return 'next channel';
}

const keyOf = ({ contactId }: Reply): string => (contactId === null ? replyKeys.patient : replyKeys.family);

/** As a message about a visit: it waits for the morning, needs consent, stops with opt-out and death, and never yields to the daily cap, but its SMS counts. */
async function judged(tx: Tx, { entryId, hospitalId, patientId, contactId, at }: Reply, tried: ChannelName[]): Promise<Verdict | undefined> {
  const facts = await loadSharedFacts(tx, { hospitalId, patientId }, at, []);
  const recipient = contactId === null ? 'patient' : 'family';
  const spec: Obligation = {
    id: `reply-notice/${entryId}`, revision: 0, purpose: 'reply', class: 'visit', recipient, text: replyKeys[recipient], params: {}, dueAt: at, expiresAt: addHours(at, 24 * replyNoticeLimits.withinDays),
    channels: ['wechat', 'sms'], occurrence: null, escalation: null, level: null, sharedKey: null, ignoresQuietHours: false, digestLabel: null,
  };
  // Only whoever asked: an answer is nothing for the rest of the family, nor for the patient when the daughter asked.
  const contacts = facts.contacts.filter(({ id, owner }) => (contactId === null ? owner === 'patient' : id === contactId));
  return judge({ ...facts, contacts }, [spec], at, { [spec.id]: tried })[0];
}

type Note = { channel: ChannelName | 'none'; provider: string; contactId: string | null; state: 'sending' | 'rejected' | 'suppressed'; detail: string | null };

async function note(tx: Tx, { entryId, inquiryId, hospitalId, at }: Reply, { channel, provider, contactId, state, detail }: Note): Promise<string> {
  const id = `reply-notice/${entryId}/${channel}`;
  await tx`insert into reply_notice (id, hospital_id, inquiry_id, entry_id, channel, provider, contact_id, state, detail, episode_at, settled_at)
    values (${id}, ${hospitalId}, ${inquiryId}, ${entryId}, ${channel}, ${provider}, ${contactId}, ${state}, ${detail}, ${at}, ${state === 'sending' ? null : tx`now()`})`;
  return id;
}

async function end(tx: Tx, reply: Reply, reason: string): Promise<void> {
  await note(tx, reply, { channel: 'none', provider: 'none', contactId: null, state: 'suppressed', detail: reason });
  // Nobody phones the dead, nor a relative whom the patient no longer wants to be told.
  if (reason !== 'died' && !(reply.contactId !== null && reason === 'no-consent')) await handToPerson(tx, reply, reason);
}

async function open(tx: Tx, crypt: Crypt, reply: Reply, { channel, contactId, to }: { channel: Channel; contactId: string; to: string }): Promise<Post> {
  const { hospitalId, patientId, surname, sex, zone, signature, phone, entry, kind } = reply;
  const language = reply.language.startsWith('en') ? 'en' : 'zh-CN';
  const { body, template, subject } = render(
    { key: keyOf(reply), params: {}, wording: replyWording[language], digestLabel: null },
    {
      language, zone, channel: channel.name, hospital: { signature, phone, entry, training: kind === 'training' }, patient: { surname: addressed(surname, sex, language), reference: '' },
      code: await codeFor(tx, crypt, { hospitalId, patientId, contactId: reply.contactId }),
    },
  );
  const id = await note(tx, reply, { channel: channel.name, provider: channel.provider, contactId, state: 'sending', detail: null });
  return { id, channel, message: { attemptId: id, hospitalId, to, body, template, language, subject } };
}

/** A process died between the row and the answer of the vendor: nobody knows, so a person tells them. */
async function giveUpUnheard(sql: Sql): Promise<void> {
  await transact(sql, async (tx) => {
    const rows = await tx<Pick<Reply, 'entryId' | 'inquiryId' | 'hospitalId' | 'patientId' | 'episodeId' | 'at'>[]>`
      update reply_notice n set state = 'ambiguous', detail = 'nobody heard the end of it', settled_at = now() from inquiry i left join episode x on x.id = i.episode_id
      where i.id = n.inquiry_id and n.state = 'sending' and n.posted_at < now() - make_interval(mins => ${replyNoticeLimits.unheardMinutes})
      returning n.entry_id, n.inquiry_id, n.hospital_id, i.patient_id, i.episode_id, coalesce(episode_of(x.clock, now()), now())::timestamptz(3) as at`;
    for (const row of rows) await handToPerson(tx, row, 'ambiguous');
  });
}
