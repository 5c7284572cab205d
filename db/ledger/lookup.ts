/** An attempt nobody heard the end of (ambiguous POST, expired lease, missing receipt) is looked up at the vendor, by one process at a time. */
import { v4 as uuidv4 } from 'uuid';
import type { LookupResult, OutboundMessage } from '../../channels/channel.js';
import type { MessageClass } from '../../pathways/engine/vocabulary.js';
import type { LedgerDeps } from './deps.js';
import { attemptById, ownerOf, type AttemptRow } from './rows.js';
import { settle } from './settle.js';
import { afterLookup, afterOverdueReceipt, type History } from './transition.js';

/** Longer than any vendor's look-up takes. */
const lookupLeaseSeconds = 60;

/** False: somebody else has it, or its time has not come. */
export async function lookUp(deps: LedgerDeps, attemptId: string): Promise<boolean> {
  const token = uuidv4();
  const taken = await deps.sql`update attempt set claim_token = ${token}, lookups = lookups + 1, lease_until = now() + make_interval(secs => ${lookupLeaseSeconds}),
      check_at = now() + make_interval(secs => ${lookupLeaseSeconds}), receipt_due_at = case when receipt_due_at is null then null else now() + make_interval(secs => ${lookupLeaseSeconds}) end
    where id = ${attemptId} and verdict is null
      and ((state = 'ambiguous' and check_at <= now()) or (state = 'sending' and lease_until <= now()) or (state in ('accepted', 'sent') and receipt_due_at <= now()))
    returning id`;
  if (taken.length === 0) return false;
  const attempt = await attemptById(deps.sql, attemptId);
  if (!attempt) throw new Error(`There is no attempt ${attemptId}`);
  deps.hook('before-lookup');
  const channel = deps.channels.byProvider(attempt.channel, attempt.provider);
  const answer = channel ? await ask(deps, attempt, async (message) => channel.lookup(message, attempt.claimedAt, { own: attempt.providerMessageId, others: await adoptedNear(deps, attempt) })) : gone(attempt.provider);
  const result = await unlessAnothers(deps, attempt, answer);
  deps.hook('between-lookup-and-settle');
  const policy = channel ?? { receipt: { withinMs: 0, ifNone: 'sent' as const }, ambiguity: { lookupAfterMs: 0, ifAbsent: 'next-channel' as const } };
  const history = await historyOf(deps, attempt);
  const overdue = attempt.state === 'accepted' || attempt.state === 'sent';
  await settle(deps.sql, attemptId, token, overdue ? afterOverdueReceipt(result, history, policy) : afterLookup(result, history, policy, await classOf(deps, attempt)));
  return true;
}

/** What other messages to the same address already own: two with the same words are told apart by this. */
async function adoptedNear({ sql }: LedgerDeps, { id, provider }: AttemptRow): Promise<string[]> {
  const rows = await sql<{ providerMessageId: string }[]>`select o.provider_message_id from attempt o join attempt own on own.id = ${id}
    where o.provider = ${provider} and o.id <> own.id and o.to_hmac = own.to_hmac and o.provider_message_id is not null and o.claimed_at >= own.claimed_at - interval '1 day'`;
  return rows.map(({ providerMessageId }) => providerMessageId);
}

const gone = (provider: string): LookupResult => ({ found: 'unknown', detail: `${provider} is not configured any more`, final: true });

async function ask(deps: LedgerDeps, attempt: AttemptRow, lookup: (message: OutboundMessage) => Promise<LookupResult>): Promise<LookupResult> {
  try {
    return await lookup(JSON.parse(deps.crypt.open(attempt.messageEnc, `attempt/${attempt.id}`)) as OutboundMessage);
  } catch {
    return { found: 'unknown', detail: `${attempt.provider} could not be asked` };
  }
}

/** A vendor without a place for our id is searched by number and wording, which two messages may share: what another attempt owns is not ours. */
async function unlessAnothers({ sql }: LedgerDeps, attempt: AttemptRow, result: LookupResult): Promise<LookupResult> {
  if (result.found !== 'yes') return result;
  return (await ownerOf(sql, attempt, result.providerMessageId)) ? { found: 'unknown', detail: `${attempt.provider} knows one such message, and it is another one's` } : result;
}

async function historyOf({ sql }: LedgerDeps, attempt: AttemptRow): Promise<History> {
  const [row] = await sql<History[]>`
    select ${attempt.lookups - 1}::int as lookups,
      count(*) filter (where n < ${attempt.n} and (verdict = 'resend' or code = 'never-taken')) as resends,
      (extract(epoch from now() - min(claimed_at)) * 1000)::bigint as age_ms
    from attempt where obligation_id = ${attempt.obligationId} and channel = ${attempt.channel} and provider = ${attempt.provider}`;
  return row ?? { lookups: 0, resends: 0, ageMs: 0 };
}

/** A digest is as careful as its most careful part; digests hold only minor classes, so the first speaks for all. */
async function classOf({ sql }: LedgerDeps, { obligationId }: AttemptRow): Promise<MessageClass> {
  const [row] = await sql<{ class: MessageClass }[]>`select class from obligation where id = ${obligationId}`;
  if (!row) throw new Error(`There is no obligation ${obligationId}`);
  return row.class;
}
