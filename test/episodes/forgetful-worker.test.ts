/**
 * A worker that keeps no episode in memory replays the whole history for every task, as all do after a deploy. Temporal's SDK may then run a task
 * that left no command together with the next one, and there an update comes before what was earlier (temporalio/sdk-rust#1146); a later replay runs
 * the two apart. The journal must come out the same both ways.
 */
import { ApplicationFailure } from '@temporalio/common';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { episodeWorkflowId } from '../../workflows/contract.js';
import { bundleForReplay, entriesIn, lineOf, replay } from '../replay/replay.js';
import { modelMonth, well } from '../support/model-month.js';
import { day, type CareRun, type Patient } from './care-run.js';
import { keepHistory } from './kept-history.js';
import { careInSkippedTime } from './skipped-time.js';

/** Episode days per ten minutes of the server: few repetitions of what fails meanwhile. */
const pace = 144;

describe('a worker that remembers nothing', () => {
  let run: CareRun;
  const definition = modelMonth('reminded');
  /** Nobody knows of the first message until somebody asks again; by itself that would be after the next one is due. */
  let unknownAtFirst = false;
  beforeAll(async () => {
    run = await careInSkippedTime((_, asked) => (unknownAtFirst && asked === 1 ? { ambiguousForMs: 15 * 60_000 } : 'accept'), [definition], 0);
  });
  afterAll(() => run.stop());

  /** The entries that the run asks to be written when its whole history is run at one go. */
  async function replayed({ id }: Patient): Promise<string[]> {
    const history = await run.raw.workflow.getHandle(episodeWorkflowId(id)).fetchHistory();
    const { error, calls } = await replay(await bundleForReplay(), JSON.parse(historyToJSON(history)));
    expect(error).toBeNull();
    return entriesIn(calls);
  }

  it('journals two messages that were sent one after the other, and the answer that came next, in one order', async () => {
    const patient = await run.launch({ package: definition, pace });
    const held: number[] = [];
    let freed = 0;
    run.care.before = (activity) => {
      const seq = run.care.calls.at(-1)?.seqs.at(-1) ?? 0;
      if (activity !== 'carryOut') return;
      if (!held.includes(seq) && held.length < 2) held.push(seq);
      if (held.indexOf(seq) >= freed) throw ApplicationFailure.retryable('the database is away', 'DatabaseUnavailable');
    };
    await patient.until(day(2, '10:30'));
    expect(held).toHaveLength(2);
    for (const time of ['15:00', '20:00']) {
      freed += 1;
      await patient.until(day(2, time));
      expect(run.care.sent).toHaveLength(freed);
    }
    for (const on of [2, 3, 4]) {
      await patient.tell('answer-received', { answers: well, answeredBy: 'patient' });
      await patient.until(day(on + 1, '12:00'));
    }
    expect(run.care.of(patient.id).halts).toEqual([]);
    expect(run.care.inputs(patient.id).filter((kind) => kind === 'answer-received')).toHaveLength(3);
    expect(await replayed(patient)).toEqual(run.care.of(patient.id).journal.map(lineOf));
    await keepHistory(run.raw, episodeWorkflowId(patient.id), 'answer-after-two-sent');
  });

  it('asks the ledger when a receipt has come, though an answer of the ledger came just before', async () => {
    unknownAtFirst = true;
    const patient = await run.launch({ package: definition, pace });
    await patient.until(day(1, '10:30'));
    const sent = () => run.care.sent.flatMap(({ obligation }) => (obligation.startsWith(patient.id) ? [obligation.slice(patient.id.length + 1)] : []));
    expect(sent()).toEqual([]);
    unknownAtFirst = false;
    await run.client.deliveriesChanged(patient.id, [`${patient.id}/reminder/1/0/tell/patient`]);
    await patient.until(day(1, '11:00'));
    expect(sent()).toEqual(['reminder/1/0/tell/patient']);
    await patient.tell('answer-received', { answers: well, answeredBy: 'patient' });
    await patient.until(day(2, '12:00'));
    expect(sent()).toEqual(['reminder/1/0/tell/patient', 'reminder/2/0/tell/patient']);
    expect(await replayed(patient)).toEqual(run.care.of(patient.id).journal.map(lineOf));
    await keepHistory(run.raw, episodeWorkflowId(patient.id), 'receipt-after-unknown');
  });
});
