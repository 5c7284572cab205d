/** What a month of heart failure costs Temporal: 120 readings (weight, pulse, pressure twice a day), none of them a reason to worry. Gated like the model month. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadDefinitionOrThrow } from '../../cli/load-definition.js';
import { fromMs } from '../../pathways/time.js';
import { episodeWorkflowId } from '../../workflows/contract.js';
import { day, type CareRun } from './care-run.js';
import { costOf } from './history-cost.js';
import { careInSkippedTime } from './skipped-time.js';

/** What it is now; a change of the driver that costs more must say why. */
const now = { events: 100_000, actions: 100_000 };
const days = 30;

let run: CareRun;
beforeAll(async () => {
  run = await careInSkippedTime(undefined, [loadDefinitionOrThrow('heart-failure')]);
});
afterAll(() => run.stop());

it('costs no more than it did', async () => {
  const patient = await run.launch({ package: 'heart-failure', anchors: { discharge: '2026-03-02' } });
  let readings = 0;
  for (let on = 1; on <= days; on++) {
    const wobble = on % 5;
    for (const [time, reading, values] of [
      ['07:10', 'weight', { kg: `62.${wobble}` }], ['08:10', 'bloodPressure', { systolic: String(118 + wobble), diastolic: String(70 + wobble) }],
      ['08:12', 'pulse', { perMinute: String(68 + wobble) }], ['20:10', 'bloodPressure', { systolic: String(120 + wobble), diastolic: String(72 + wobble) }],
    ] as const) {
      const at = day(on, time);
      await patient.until(at);
      const reply = await patient.tell('reading-received', { reading, values, measuredAt: fromMs(Date.parse(at)) });
      expect(reply.kind).toBe('accepted');
      readings += 1;
    }
  }
  const cost = await costOf(run.raw, episodeWorkflowId(patient.id));
  process.stdout.write(`heart-failure month, ${readings} readings: ${JSON.stringify(cost)}\n`);
  expect(readings).toBe(120);
  expect(cost.byKind['update']).toBe(120);
  expect(cost.events).toBeLessThanOrEqual(now.events);
  expect(cost.actions).toBeLessThanOrEqual(now.actions);
});
