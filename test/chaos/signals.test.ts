import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliveriesChanged, episodeWorkflowId, nudge } from '../../workflows/contract.js';
import type { CareRun, Patient } from '../episodes/care-run.js';
import { historiesOf } from '../episodes/histories-of.js';
import { careInRealTime } from '../episodes/real-time.js';

const signals = 20_000;
/** Who sends the next only when the one before was taken. Sixteen of them leave a dev server no moment for the episode's own tasks. */
const senders = 3;
const commands = 20;
/** Temporal takes no more than 10,000 signals into one run. */
const full = /exceeded workflow execution limit for signal events/;
const most = { signals: 10_000, events: 51_200 };

/** Real time on a real server: five minutes and more. */
describe(`${signals} signals to one episode, as fast as the server takes them`, () => {
  let run: CareRun;
  beforeAll(async () => {
    run = await careInRealTime();
  });
  afterAll(() => run.stop());

  const workflow = (patient: Patient) => run.raw.workflow.getHandle(episodeWorkflowId(patient.id));

  /** As the relay does it: again with the same id until it is answered. */
  async function say(patient: Patient, n: number): Promise<void> {
    const commandId = `said-${n}`;
    for (;;) {
      const reply = n % 2 === 0 ? await patient.tell('pause', { reason: 'staff', commandId }) : await patient.tell('resume', { commandId });
      if (reply.kind === 'pending' || reply.kind === 'unavailable') continue;
      expect(reply).toMatchObject({ kind: 'accepted' });
      return;
    }
  }

  const runsOf = async (patient: Patient): Promise<{ events: number; signals: number }[]> =>
    (await historiesOf(run.raw, episodeWorkflowId(patient.id))).map(({ events }) => ({ events: events?.length ?? 0, signals: (events ?? []).filter((event) => event.workflowExecutionSignaledEventAttributes).length }));

  it('are taken or refused aloud; what people say meanwhile is recorded once, and the episode goes on as a new run and hears again', async () => {
    const patient = await run.launch();
    expect(await patient.tell('escalation-raised', { level: 'orange', reason: 'seen at home', commandId: 'raised' })).toMatchObject({ kind: 'accepted' });
    const alert = `${patient.id}/escalation/1/0/alert/nurse`;
    let [sent, taken, refused] = [0, 0, 0];
    async function flood(): Promise<void> {
      while (sent < signals) {
        const n = sent++;
        try {
          await (n % 2 === 0 ? workflow(patient).signal(deliveriesChanged, [alert]) : workflow(patient).signal(nudge));
          taken += 1;
        } catch (error) {
          expect(String((error as Error).cause)).toMatch(full);
          refused += 1;
          await wait(200);
        }
      }
    }
    async function talk(): Promise<void> {
      for (let n = 0; n < commands; n++) {
        while (sent < (n * signals) / commands) await wait(20);
        await say(patient, n);
      }
    }
    await Promise.all([...Array.from({ length: senders }, flood), talk()]);
    await say(patient, commands);
    await workflow(patient).signal(nudge);

    const runs = await runsOf(patient);
    process.stdout.write(`${signals} signals: ${taken} taken, ${refused} refused; runs, oldest first: ${JSON.stringify(runs)}\n`);
    expect(taken).toBeGreaterThan(most.signals);
    expect(runs.length).toBeGreaterThan(1);
    expect(Math.max(...runs.map(({ events }) => events))).toBeLessThan(most.events);
    const heard = run.care.of(patient.id).journal.flatMap(({ input }) => ('commandId' in input ? [input.commandId] : []));
    expect(heard).toEqual(['raised', ...Array.from({ length: commands + 1 }, (_, n) => `said-${n}`)]);
    expect((await workflow(patient).describe()).status.name).toBe('RUNNING');
  }, 1_800_000);
});
