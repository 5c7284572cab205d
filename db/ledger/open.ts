/** One attempt is opened: written as `sending` with a lease, before anything is posted. */
import { v4 as uuidv4 } from 'uuid';
import type { Channel, OutboundMessage } from '../../channels/channel.js';
import type { MessageOutcome } from '../../pathways/engine/inputs.js';
import type { Instant, ObligationId } from '../../pathways/engine/vocabulary.js';
import type { SharedFacts } from '../../pathways/patient/facts.js';
import type { Tx } from '../client.js';
import { alikeAhead, alikeOf, type Ahead } from './alike.js';
import type { Composed } from './compose.js';
import type { LedgerDeps } from './deps.js';
import type { Addressee } from './people.js';
import type { ObligationRow } from './rows.js';
import { sentAs } from './shared-facts.js';

/** An attempt that is ours to POST, once, before the lease is too short for it. `leastPauseMs`: before the next one, should the vendor ask to wait. */
export type Post = { attemptId: string; token: string; channel: Channel; message: OutboundMessage; leaseMs: number; leastPauseMs: number };
/** `waiting`: released, not claimed, because an alike one is in doubt; when to ask again, null where nothing is known of that. */
export type Claims = { posts: Post[]; deferred: MessageOutcome[]; waiting: { obligation: ObligationId; until: Instant | null }[] };

/** Covers the settling after the POST on a slow database. */
const settleMs = 10_000;
const leaseMsOf = ({ timeoutMs, ambiguity }: Channel): number => timeoutMs + Math.max(ambiguity.lookupAfterMs, settleMs);

/** One claim in its transaction: when it is judged, what the patient's episodes share, and what came of it so far. */
export type Claiming = { tx: Tx; deps: LedgerDeps; hospital: { id: string; kind: 'real' | 'training' }; at: Instant; facts: SharedFacts; claims: Claims };

type Opening = { rows: [ObligationRow, ...ObligationRow[]]; channel: Channel; address: Addressee; composed: Composed; n: number; leastPauseMs: number };

/** Writes nothing when an alike message must be known of first: then the obligations stay released, and `waiting` says until when. */
export async function open({ tx, deps, hospital, at, facts, claims }: Claiming, { rows, channel, address, composed, n, leastPauseMs }: Opening): Promise<void> {
  const [first] = rows;
  const attemptId = `${first.id}/${channel.name}/${n}`;
  const message: OutboundMessage = {
    attemptId, hospitalId: hospital.id, to: address.to, body: composed.body, template: composed.template, language: composed.language, subject: composed.subject,
  };
  const token = uuidv4();
  const leaseMs = leaseMsOf(channel);
  const carries = rows.map((row) => row.id);
  const alike = alikeOf(deps.crypt, channel, message);
  const ahead = (): Promise<Ahead | null> => (alike === null ? Promise.resolve(null) : alikeAhead(tx, { channel, alike, obligation: first.id }));
  const before = await ahead();
  // Another claimer may be opening an alike one at this moment: the index lets one of them through.
  const opened = before !== null ? [] : await tx`insert into attempt (id, hospital_id, episode_id, patient_id, obligation_id, carries, channel, provider, n, contact_id, to_hmac, text_hash, message_enc,
      text_key, text_version, language, state, claim_token, lease_until, episode_at, alike_hmac)
    values (${attemptId}, ${hospital.id}, ${first.episodeId}, ${first.patientId}, ${first.id}, ${carries}, ${channel.name}, ${channel.provider}, ${n},
      ${address.contactId}, ${deps.crypt.index(address.to)}, ${composed.textHash}, ${deps.crypt.seal(JSON.stringify(message), `attempt/${attemptId}`)},
      ${composed.textKey}, ${composed.textVersion}, ${composed.language}, 'sending', ${token}, now() + make_interval(secs => ${leaseMs / 1000}), ${at}, ${alike})
    on conflict (provider, alike_hmac) where alike_hmac is not null and verdict is null and state in ('sending', 'ambiguous') do nothing returning id`;
  if (opened.length === 0) {
    const until = (before ?? (await ahead()))?.until ?? null;
    claims.waiting.push(...carries.map((obligation) => ({ obligation, until })));
    return;
  }
  await tx`update obligation set state = 'sending', carried_by = case when id = ${first.id} then null else ${first.id} end where id = any(${carries})`;
  for (const { episodeId, spec } of rows) facts.sent.push(sentAs(spec, { episode: episodeId, channel: channel.name, language: composed.language, at, carrier: first.id }));
  claims.posts.push({ attemptId, token, channel, message, leaseMs, leastPauseMs });
}
