/** H: every rendered message belongs to an attempt that is settled or leased, and still opens with our keys. */
import type { OutboundMessage } from '../../channels/channel.js';
import { grace, sinceOf, type AuditCheck, type Auditing, type Breach } from './breach.js';

type Row = { ref: string; what: string };

export const attempts: AuditCheck = async (a) => {
  const { sql } = a;
  const lost = sql<Row[]>`select id as ref, 'is ' || state || ' with no lease, look-up or receipt ahead of it' as what from attempt
    where verdict is null and coalesce(greatest(lease_until, check_at, receipt_due_at), claimed_at) < ${grace(a)}`;
  const unfinished = sql<Row[]>`select id as ref, 'is settled (' || verdict || ') in state ' || state as what from attempt
    where (verdict = 'done' and state not in ('sent', 'delivered')) or (verdict is not null and state in ('sending', 'accepted'))`;
  // Given up for good it takes the message with it, unless an earlier one that was in doubt arrived after all.
  const goneOn = sql<Row[]>`select t.id as ref, 'was given up for good (' || t.state || '), but what it carried is ' || o.state || coalesce(' (' || o.reason || ')', '') as what
    from attempt t join obligation o on o.id = any(t.carries)
    where t.verdict = 'fail' and t.claimed_at >= ${sinceOf(a)} and (o.state not in ('failed', 'sent') or (o.state = 'failed' and o.reason <> 'unconfirmed') or exists (select from attempt later where later.carries @> array[o.id] and later.claimed_at > t.claimed_at))
      and not exists (select from attempt other where other.carries @> array[o.id] and other.id <> t.id and other.claimed_at <= t.claimed_at and other.state in ('accepted', 'sent', 'delivered', 'failed'))`;
  const homeless = sql<Row[]>`select t.id as ref, 'does not carry the obligation it was made for' as what from attempt t where not t.carries @> array[t.obligation_id]`;
  const rows = (await Promise.all([lost, unfinished, goneOn, homeless])).flat();
  const [count] = await sql<{ n: number }[]>`select count(*) as n from attempt where claimed_at >= ${sinceOf(a)}`;
  const sealed = await unopened(a);
  return { breaches: [...rows.map(({ ref, what }): Breach => ({ check: 'H', ref, what })), ...sealed], looked: count?.n ?? 0, ...(a.crypt ? {} : { note: 'texts were not opened: no keys were given' }) };
};

async function unopened({ sql, crypt, since }: Auditing): Promise<Breach[]> {
  if (!crypt) return [];
  const breaches: Breach[] = [];
  const rows = sql<{ id: string; messageEnc: Uint8Array; toHmac: string }[]>`select id, message_enc, to_hmac from attempt where claimed_at >= ${sinceOf({ since })} order by id`;
  await rows.cursor(500, (batch) => {
    for (const { id, messageEnc, toHmac } of batch) {
      const what = faultIn(() => JSON.parse(crypt.open(messageEnc, `attempt/${id}`)) as OutboundMessage, id, (to) => crypt.index(to) === toHmac);
      if (what) breaches.push({ check: 'H', ref: id, what });
    }
  });
  return breaches;
}

function faultIn(open: () => OutboundMessage, id: string, sameAddress: (to: string) => boolean): string | null {
  try {
    const message = open();
    if (message.attemptId !== id) return 'holds the text of another message';
    return sameAddress(message.to) ? null : 'was rendered for another address than the one on record';
  } catch {
    return 'holds a text that does not open with our keys';
  }
}
