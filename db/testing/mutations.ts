/** Ways to break the data that the audit must notice, each with the checks that may see it first. Used by the tests of the oracle alone. */
import { anyRow, behindTheTriggers, type Breaking, type Mutation } from './breaking.js';
import { lostRowMutations } from './lost-row-mutations.js';
import { moneyMutations } from './money-mutations.js';
import { sealMutations } from './seal-mutations.js';

const sentAttempts = ({ tx }: Breaking) => tx<{ id: string; obligationId: string; providerMessageId: string }[]>`
  select id, obligation_id, provider_message_id from attempt where provider = 'wx' and state in ('accepted', 'sent', 'delivered') and carries = array[obligation_id] order by id`;
const journalRows = ({ tx }: Breaking) => tx<{ episodeId: string; seq: number }[]>`
  select j.episode_id, j.seq from journal j join episode e on e.id = j.episode_id where j.seq > 1 and j.seq < e.seq and jsonb_array_length(j.events) > 1 order by 1, 2`;

export const mutations: readonly Mutation[] = [
  ...moneyMutations,
  ...lostRowMutations,
  ...sealMutations,
  {
    name: 'an obligation row is dropped', seenBy: 'B', says: /the ledger does not have it/,
    async break(b) {
      const { id } = await anyRow(b, b.tx<{ id: string }[]>`select id from obligation o where not exists (select 1 from attempt a where a.obligation_id = o.id) order by id`);
      await b.tx`delete from obligation where id = ${id}`;
      return id;
    },
  },
  {
    name: 'an obligation is planted that nobody planned', seenBy: 'B', says: /the journal never planned it/,
    async break(b) {
      const { id } = await anyRow(b, b.tx<{ id: string }[]>`select id from obligation order by id`);
      await b.tx`insert into obligation select (jsonb_populate_record(o, jsonb_build_object('id', o.id || '-copy'))).* from obligation o where id = ${id}`;
      return id;
    },
  },
  {
    name: 'a due time is moved in the ledger', seenBy: 'B', says: /in the ledger, at .* by the journal/,
    async break(b) {
      const { id } = await anyRow(b, b.tx<{ id: string }[]>`select id from obligation order by id`);
      await b.tx`update obligation set due_at = due_at + interval '1 hour' where id = ${id}`;
      return id;
    },
  },
  {
    name: 'the attempt behind a sent message is deleted', seenBy: 'A', says: /no attempt waits for its receipt|no attempt reached anybody/,
    async break(b) {
      const { id } = await anyRow(b, sentAttempts(b));
      await b.tx`delete from attempt where id = ${id}`;
      return id;
    },
  },
  {
    name: 'the vendor took a message twice', seenBy: 'C', says: /is 2 messages at/,
    async break({ vendor, pick }) {
      const taken = pick(vendor.taken);
      vendor.taken.push({ ...taken, providerMessageId: `${taken.providerMessageId}-again` });
      return taken.attemptId;
    },
  },
  {
    name: 'the vendor does not know a message that we call sent', seenBy: 'C', says: /does not know it/,
    async break(b) {
      const { id, providerMessageId } = await anyRow(b, sentAttempts(b));
      b.vendor.taken = b.vendor.taken.filter((taken) => taken.providerMessageId !== providerMessageId);
      await b.tx`update attempt set settled_at = now() - interval '1 day', posted_at = now() - interval '1 day' where id = ${id}`;
      return id;
    },
  },
  {
    name: 'the vendor holds a message that is none of ours', seenBy: 'C', says: /no attempt of ours is behind it/,
    async break({ vendor, pick }) {
      const taken = pick(vendor.taken);
      vendor.taken.push({ ...taken, providerMessageId: 'stray', attemptId: 'none' });
      return 'stray';
    },
  },
  {
    name: 'an attempt that the vendor took is called refused', seenBy: 'C', says: /is rejected here, but wx took it/,
    async break(b) {
      const { id } = await anyRow(b, sentAttempts(b));
      await b.tx`update attempt set state = 'rejected', verdict = 'next', settled_at = now() - interval '1 day' where id = ${id}`;
      return id;
    },
  },
  {
    name: 'the reason of a suppression is blanked', seenBy: 'A', says: /is suppressed without a known reason/,
    async break(b) {
      const { id } = await anyRow(b, b.tx<{ id: string }[]>`select id from obligation where state = 'suppressed' order by id`);
      await b.tx`update obligation set reason = '' where id = ${id}`;
      return id;
    },
  },
  {
    name: 'a due message is forgotten', seenBy: 'A', says: /and nobody carried it out/,
    async break(b) {
      const { id } = await anyRow(b, b.tx<{ id: string }[]>`select id from obligation where state = 'planned' order by id`);
      await b.tx`update obligation set wall_due_at = now() - interval '1 day' where id = ${id}`;
      return id;
    },
  },
  {
    name: 'a failure that somebody took over loses its heir', seenBy: 'A', says: /nobody took it over/,
    async break(b) {
      const { id } = await anyRow(b, b.tx<{ id: string }[]>`select id from obligation where state = 'failed' and escalated_to is not null order by id`);
      await b.tx`update obligation set escalated_to = null, settled_at = now() - interval '1 day' where id = ${id}`;
      return id;
    },
  },
  {
    name: 'a message is sent a second time and nobody admits it', seenBy: 'A', says: /no attempt admits a possible double/,
    async break(b) {
      const { id } = await anyRow(b, sentAttempts(b));
      await b.tx`insert into attempt select (jsonb_populate_record(a, jsonb_build_object('id', a.id || '-2', 'n', 99, 'provider', 'worklist', 'provider_message_id', 'x2'))).* from attempt a where id = ${id}`;
      return id;
    },
  },
  {
    name: 'an event in the journal is edited', seenBy: 'E', says: /does not match its hash/,
    async break(b) {
      const { episodeId, seq } = await anyRow(b, journalRows(b));
      await behindTheTriggers(b.tx, 'journal', async () => void (await b.tx`update journal set events = jsonb_set(events, '{0,at}', '"2026-01-01T00:00:00.000Z"') where episode_id = ${episodeId} and seq = ${seq}`));
      return `${episodeId} ${seq}`;
    },
  },
  {
    name: 'an entry in the middle of a journal is deleted', seenBy: 'E', says: /entry \d+ is missing/,
    async break(b) {
      const { episodeId, seq } = await anyRow(b, journalRows(b));
      await behindTheTriggers(b.tx, 'journal', async () => void (await b.tx`delete from journal where episode_id = ${episodeId} and seq = ${seq}`));
      return `${episodeId} ${seq}`;
    },
  },
  {
    name: 'the end of a journal is cut off', seenBy: 'E', says: /the journal ends at entry/,
    async break(b) {
      const { id, seq } = await anyRow(b, b.tx<{ id: string; seq: number }[]>`select id, seq from episode where seq > 2 order by id`);
      await behindTheTriggers(b.tx, 'journal', async () => void (await b.tx`delete from journal where episode_id = ${id} and seq = ${seq}`));
      return `${id} ${seq}`;
    },
  },
  {
    name: 'an accepted command is never applied', seenBy: 'D', says: /neither applied nor rejected/,
    async break(b) {
      const row = await anyRow(b, b.tx<{ episodeId: string; commandId: string }[]>`select episode_id, command_id from inbox where state = 'applied' order by 1, 2`);
      await b.tx`insert into inbox (command_id, hospital_id, episode_id, kind, payload, received_at) select 'lost', hospital_id, episode_id, kind, payload, now() - interval '1 day' from inbox
        where episode_id = ${row.episodeId} and command_id = ${row.commandId}`;
      return row.commandId;
    },
  },
  {
    name: 'a command is marked applied that the journal does not have', seenBy: 'D', says: /the journal does not have it at entry 1/,
    async break(b) {
      const row = await anyRow(b, b.tx<{ episodeId: string; commandId: string }[]>`select episode_id, command_id from inbox where state = 'applied' order by 1, 2`);
      await b.tx`update inbox set applied_seq = 1 where episode_id = ${row.episodeId} and command_id = ${row.commandId}`;
      return row.commandId;
    },
  },
  {
    name: 'the reason of a rejected command is blanked', seenBy: 'D', says: /rejected without a reason/,
    async break(b) {
      const row = await anyRow(b, b.tx<{ episodeId: string; commandId: string }[]>`select episode_id, command_id from inbox where state = 'applied' order by 1, 2`);
      await b.tx`update inbox set state = 'rejected', rejection = '' where episode_id = ${row.episodeId} and command_id = ${row.commandId}`;
      return row.commandId;
    },
  },
  {
    name: 'an episode sleeps through its due time', seenBy: 'F', says: /that did not happen/,
    async break(b) {
      const { id } = await anyRow(b, b.tx<{ id: string }[]>`select id from episode where status = 'active' order by id`);
      await b.tx`update episode set next_wall_at = now() - interval '1 day' where id = ${id}`;
      return id;
    },
  },
  {
    name: 'a case is held by one that is closed', seenBy: 'G', says: /which is closed/,
    async break(b) {
      const { id } = await anyRow(b, b.tx<{ id: string }[]>`select id from escalation where status = 'joined' order by id`);
      await b.tx`update escalation set status = 'closed' where id = (select held_by from escalation where id = ${id})`;
      return id;
    },
  },
  {
    name: 'an attempt is left without a lease', seenBy: 'H', says: /no lease, look-up or receipt/,
    async break(b) {
      const { id } = await anyRow(b, sentAttempts(b));
      await b.tx`update attempt set verdict = null, state = 'sending', lease_until = now() - interval '1 day', check_at = null, receipt_due_at = null where id = ${id}`;
      return id;
    },
  },
  {
    name: 'a text is moved to another message', seenBy: 'H', says: /does not open with our keys|the text of another message/,
    async break(b) {
      const [one, other] = [await anyRow(b, sentAttempts(b)), await anyRow(b, b.tx<{ id: string }[]>`select id from attempt where provider = 'tw' order by id`)];
      await b.tx`update attempt set message_enc = (select message_enc from attempt where id = ${other.id}) where id = ${one.id}`;
      return one.id;
    },
  },
  {
    name: 'a message left after the patient had died', seenBy: 'I', says: /after the death of the patient/,
    async break(b) {
      const { id } = await anyRow(b, b.tx<{ id: string }[]>`select distinct patient_id as id from attempt order by 1`);
      await behindTheTriggers(b.tx, 'patient', async () => void (await b.tx`update patient set died_at = '2026-03-02', died_wall_at = now() - interval '1 day' where id = ${id}`));
      return id;
    },
  },
  {
    name: 'a message left after the patient had opted out', seenBy: 'I', says: /after the patient had opted out/,
    async break(b) {
      const { id } = await anyRow(b, b.tx<{ id: string }[]>`select distinct patient_id as id from attempt where provider = 'wx' order by 1`);
      await behindTheTriggers(b.tx, 'patient', async () => void (await b.tx`update patient set opted_out_at = '2026-03-02', opted_out_wall_at = now() - interval '1 day' where id = ${id}`));
      return id;
    },
  },
];
