/** Ways to rewrite history, the last ones so thoroughly that only the anchor outside the database knows. */
import { entryHash, readJournal } from '../journal.js';
import { logDigest, sealHash, type Seal } from '../sealing/seal.js';
import { anyRow, behindTheTriggers, type Breaking, type Mutation } from './breaking.js';

const logRows = ({ tx }: Breaking) => tx<{ id: number }[]>`select id from audit_log order by id`;
const seals = (tx: Breaking['tx']) => tx<Seal[]>`select seq, sealed_at, log_from, log_to, log_rows, log_hash, heads, prev_hash, hash from seal order by seq`;

/** What whoever owns the database can do: every seal is made to fit what stands there now. */
async function sealAnew(tx: Breaking['tx']): Promise<void> {
  let prevHash = '';
  for (const seal of await seals(tx)) {
    const sealed = { ...seal, ...(await logDigest(tx, seal)) };
    const hash = sealHash(prevHash, sealed);
    await tx`update seal set log_rows = ${sealed.logRows}, log_hash = ${sealed.logHash}, prev_hash = ${prevHash}, hash = ${hash} where seq = ${seal.seq}`;
    prevHash = hash;
  }
}

export const sealMutations: readonly Mutation[] = [
  {
    name: 'a row of the access log is edited', seenBy: 'M', says: /a row was changed/,
    async break(b) {
      const { id } = await anyRow(b, logRows(b));
      await behindTheTriggers(b.tx, 'audit_log', async () => void (await b.tx`update audit_log set actor = 'nobody' where id = ${id}`));
      return String(id);
    },
  },
  {
    name: 'a row in the middle of the access log is deleted', seenBy: 'M', says: /rows, \d+ were sealed/,
    async break(b) {
      const { id } = await anyRow(b, b.tx<{ id: number }[]>`select id from audit_log where id < (select max(id) from audit_log) order by id`);
      await behindTheTriggers(b.tx, 'audit_log', async () => void (await b.tx`delete from audit_log where id = ${id}`));
      return String(id);
    },
  },
  {
    name: 'the end of the access log is cut off, and its seal with it', seenBy: 'M', says: /stands in the anchor, but not in the database/,
    async break({ tx }) {
      const [last] = await tx<{ seq: number; logFrom: number }[]>`select seq, log_from from seal order by seq desc limit 1`;
      await behindTheTriggers(tx, 'audit_log', async () => void (await tx`delete from audit_log where id > ${last?.logFrom ?? 0}`));
      await behindTheTriggers(tx, 'seal', async () => void (await tx`delete from seal where seq = ${last?.seq ?? 0}`));
      return `seal ${last?.seq ?? 0}`;
    },
  },
  {
    name: 'the access log is rewritten, and every seal with it', seenBy: 'M', says: /another hash: the database was rewritten/,
    async break(b) {
      const { id } = await anyRow(b, logRows(b));
      await behindTheTriggers(b.tx, 'audit_log', async () => void (await b.tx`update audit_log set allowed = not allowed where id = ${id}`));
      await behindTheTriggers(b.tx, 'seal', () => sealAnew(b.tx));
      return String(id);
    },
  },
  {
    name: 'a seal in the middle is deleted', seenBy: 'M', says: /is missing/,
    async break({ tx }) {
      await behindTheTriggers(tx, 'seal', async () => void (await tx`delete from seal where seq = 1`));
      return 'seal 1';
    },
  },
  {
    name: 'a journal is rewritten with right hashes up to its head', seenBy: 'M', says: /another entry \d+ in its journal than the one that was sealed/,
    async break(b) {
      const { id } = await anyRow(b, b.tx<{ id: string }[]>`select id from episode where seq > 2 order by id`);
      await behindTheTriggers(b.tx, 'journal', async () => {
        let prevHash = '';
        for (const row of await readJournal(b.tx, id)) {
          const input = row.seq === 2 ? { ...row.input, note: 'written later' } : row.input;
          const hash = entryHash(prevHash, id, { ...row, input });
          await b.tx`update journal set input = ${b.tx.json(JSON.parse(JSON.stringify(input)))}, prev_hash = ${prevHash}, hash = ${hash} where episode_id = ${id} and seq = ${row.seq}`;
          prevHash = hash;
        }
        await b.tx`update episode set head_hash = ${prevHash} where id = ${id}`;
      });
      return id;
    },
  },
];
