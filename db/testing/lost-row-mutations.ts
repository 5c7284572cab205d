/** Ways in which one row, or all of a kind, is lost to what the journal still says of it: the losses that a patient would feel first. */
import { anyRow, behindTheTriggers, type Breaking, type Mutation } from './breaking.js';

type Named = { id: string };
const openCases = ({ tx }: Breaking) => tx<Named[]>`select id from escalation where status in ('open', 'acknowledged', 'contacted') order by id`;
const planned = ({ tx }: Breaking) => tx<Named[]>`select id from obligation where state = 'planned' order by id`;
const givenUp = ({ tx }: Breaking) => tx<Named[]>`select o.id from obligation o where state = 'suppressed' and told and not exists (select from timeline t where t.episode_id = o.episode_id and t.obligation = o.id and t.type = 'ObligationReleased') order by id`;
const comingUp = ({ tx }: Breaking) => tx<Named[]>`select id from occurrence where status in ('planned', 'booked', 'open', 'held') order by id`;
const answers = ({ tx }: Breaking) => tx<Named[]>`select id from answer order by id`;

const names = (rows: readonly Named[]): string => `${rows.length} rows`;

export const lostRowMutations: readonly Mutation[] = [
  {
    name: 'every message that is still to come is called expired, and its episode told', seenBy: 'B', says: /is suppressed in the ledger \(expired\), but by the journal it is still to come/,
    break: async ({ tx }) => names(await tx<Named[]>`update obligation set state = 'suppressed', reason = 'expired', told = true, settled_at = now() - interval '1 day' where state = 'planned' returning id`),
  },
  {
    name: 'one message that is still to come is called expired just now', seenBy: 'B', says: /is suppressed in the ledger \(expired\), but by the journal it is still to come/,
    async break(b) {
      const { id } = await anyRow(b, planned(b));
      await b.tx`update obligation set state = 'suppressed', reason = 'expired', told = true, settled_at = now() where id = ${id}`;
      return id;
    },
  },
  {
    name: 'a message on its way is called expired, and its episode told', seenBy: 'B', says: /counts as told, but by the journal it is still open/,
    async break(b) {
      const { id, episodeId } = await anyRow(b, b.tx<{ id: string; episodeId: string }[]>`select o.id, o.episode_id from obligation o join episode e on e.id = o.episode_id where o.state in ('released', 'accepted', 'sending') and e.status = 'active' and not exists (
        select from timeline t where t.episode_id = o.episode_id and t.obligation = o.id and t.type = 'ObligationClosed') order by o.id`);
      await b.tx`update obligation set state = 'suppressed', reason = 'expired', told = true, settled_at = now() where id = ${id}`;
      return `${episodeId} ${id}`;
    },
  },
  {
    name: 'the reason of a message that the journal itself gave up is another one', seenBy: 'B', says: /but the journal closed it as suppressed/,
    async break(b) {
      const { id } = await anyRow(b, givenUp(b));
      await b.tx`update obligation set reason = case when reason = 'opted-out' then 'done' else 'opted-out' end where id = ${id}`;
      return id;
    },
  },
  {
    name: 'every open case is closed in the table', seenBy: 'B', says: /is closed on the worklist, but (open|acknowledged|contacted|joined) by the journal/,
    break: async ({ tx }) => names(await tx<Named[]>`update escalation set status = 'closed', closed_at = now() where status <> 'closed' returning id`),
  },
  {
    name: 'an open case is called contacted', seenBy: 'B', says: /is contacted on the worklist, but open by the journal/,
    async break(b) {
      const { id } = await anyRow(b, b.tx<Named[]>`select id from escalation where status = 'open' order by id`);
      await b.tx`update escalation set status = 'contacted', contacted_at = now() where id = ${id}`;
      return id;
    },
  },
  {
    name: 'the row of an open case is deleted', seenBy: 'B', says: /is a case by the journal, but has no row/,
    async break(b) {
      const { id } = await anyRow(b, openCases(b));
      await b.tx`delete from case_prefix where escalation_id = ${id}`;
      await b.tx`delete from escalation where id = ${id}`;
      return id;
    },
  },
  {
    name: 'the deadline of an open case is put off by a year', seenBy: 'B', says: /on the worklist, by .* by the journal/,
    async break(b) {
      const { id } = await anyRow(b, openCases(b));
      await b.tx`update escalation set contact_by = contact_by + interval '1 year' where id = ${id}`;
      return id;
    },
  },
  {
    name: 'the level of an open case is lowered', seenBy: 'B', says: /is yellow on the worklist, but (red|orange) by the journal/,
    async break(b) {
      const { id } = await anyRow(b, b.tx<Named[]>`select id from escalation where status <> 'closed' and level <> 'yellow' order by id`);
      await b.tx`update escalation set level = 'yellow' where id = ${id}`;
      return id;
    },
  },
  {
    name: 'an opt-out is taken out of the record', seenBy: 'B', says: /has opted out by a journal, but not in her record/,
    async break(b) {
      const { id } = await anyRow(b, b.tx<Named[]>`select id from patient where opted_out_at is not null order by id`);
      await behindTheTriggers(b.tx, 'patient', async () => void (await b.tx`update patient set opted_out_at = null, opted_out_wall_at = null where id = ${id}`));
      return id;
    },
  },
  {
    name: 'a death is taken out of the record', seenBy: 'B', says: /has died by a journal, but is alive in her record/,
    async break(b) {
      const { id } = await anyRow(b, b.tx<Named[]>`select id from patient where died_at is not null order by id`);
      await behindTheTriggers(b.tx, 'patient', async () => void (await b.tx`update patient set died_at = null, died_wall_at = null where id = ${id}`));
      return id;
    },
  },
  {
    name: 'an episode that runs is called stopped', seenBy: 'B', says: /is stopped in its row, but active by the journal/,
    async break(b) {
      const { id } = await anyRow(b, b.tx<Named[]>`select id from episode where status = 'active' order by id`);
      await b.tx`update episode set status = 'stopped', ended_at = now() - interval '1 day', next_wall_at = null, next_due_at = null where id = ${id}`;
      return id;
    },
  },
  {
    name: 'an episode that runs has an end', seenBy: 'B', says: /has an end in its row, but is active/,
    async break(b) {
      const { id } = await anyRow(b, b.tx<Named[]>`select id from episode where status = 'active' order by id`);
      await b.tx`update episode set ended_at = now() where id = ${id}`;
      return id;
    },
  },
  {
    name: 'nobody knows any more when an episode has something due', seenBy: 'B', says: /has nothing due before ever in its row|is to wake at no time/,
    async break(b) {
      const { id } = await anyRow(b, b.tx<Named[]>`select id from episode where status = 'active' order by id`);
      await b.tx`update episode set next_wall_at = null ${b.pick([b.tx``, b.tx`, next_due_at = null`])} where id = ${id}`;
      return id;
    },
  },
  {
    name: 'an item that is still to come is deleted', seenBy: 'B', says: /is an item by the journal, but has no row/,
    async break(b) {
      const { id } = await anyRow(b, b.tx<Named[]>`select id from occurrence o where status in ('planned', 'open') and not exists (select from visit_assignment v where v.occurrence = o.id) order by id`);
      await b.tx`delete from occurrence where id = ${id}`;
      return id;
    },
  },
  {
    name: 'an item that is still to come is called completed', seenBy: 'B', says: /is completed on the screens, but/,
    async break(b) {
      const { id } = await anyRow(b, comingUp(b));
      await b.tx`update occurrence set status = 'completed' where id = ${id}`;
      return id;
    },
  },
  {
    name: 'an answer is deleted', seenBy: 'B', says: /is an answer by the journal, but has no row/,
    async break(b) {
      const { id } = await anyRow(b, answers(b));
      await b.tx`delete from answer where id = ${id}`;
      return id;
    },
  },
  {
    name: 'an answer is emptied', seenBy: 'B', says: /holds another answer than the journal/,
    async break(b) {
      const { id } = await anyRow(b, answers(b));
      await b.tx`update answer set answers = '{}' where id = ${id}`;
      return id;
    },
  },
  {
    name: 'the inbox row of a command that was applied is deleted', seenBy: 'D', says: /but the inbox does not know it/,
    async break(b) {
      const row = await anyRow(b, b.tx<{ episodeId: string; commandId: string }[]>`select episode_id, command_id from inbox where state = 'applied' order by 1, 2`);
      await b.tx`delete from inbox where episode_id = ${row.episodeId} and command_id = ${row.commandId}`;
      return row.commandId;
    },
  },
  {
    name: 'the task behind a message that became a person’s call is deleted', seenBy: 'A', says: /there is no such task/,
    async break(b) {
      const { id } = await anyRow(b, b.tx<Named[]>`select id from task where status = 'ready' and obligation_id is not null order by id`);
      await b.tx`delete from task where id = ${id}`;
      return id;
    },
  },
  {
    name: 'the work of a step that is still open is called done', seenBy: 'A', says: /is completed on the worklist, but the step that it is the work of is still/,
    async break(b) {
      const { id } = await anyRow(b, b.tx<Named[]>`select k.id from task k join occurrence o on o.id = k.occurrence where o.status not in ('completed', 'failed', 'cancelled') order by k.id`);
      await b.tx`update task set kind = 'task', status = 'completed', closed_at = now() where id = ${id}`;
      return id;
    },
  },
  {
    name: 'a refused attempt is called given up for good', seenBy: 'H', says: /was given up for good \(ambiguous\), but what it carried is/,
    async break(b) {
      const { id } = await anyRow(b, b.tx<Named[]>`select id from attempt where state = 'rejected' and verdict = 'next' order by id`);
      await b.tx`update attempt set state = 'ambiguous', verdict = 'fail' where id = ${id}`;
      return id;
    },
  },
  {
    name: 'a contact that was written to is deleted', seenBy: 'I', says: /was sent to a contact that is not there any more/,
    async break(b) {
      const { id } = await anyRow(b, b.tx<Named[]>`select id from contact c where exists (select from attempt t where t.contact_id = c.id::text) and not exists (select from patient_code p where p.contact_id = c.id) order by id`);
      await b.tx`delete from contact where id = ${id}`;
      return id;
    },
  },
];
