/** What the engine's semantics 7 to 9 changed, in one short episode; its history is kept. What 10 changed is in `migration.test.ts`. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EpisodeEvent } from '../../pathways/engine/events.js';
import { episodeWorkflowId } from '../../workflows/contract.js';
import { well } from '../support/model-month.js';
import { day, type CareRun } from './care-run.js';
import { keepHistory } from './kept-history.js';
import { careInSkippedTime } from './skipped-time.js';

let run: CareRun;
beforeAll(async () => {
  run = await careInSkippedTime();
});
afterAll(() => run.stop());

it('two YELLOW are told as the ORANGE that they are, said again after the contact they start the case again, and a call that a rule wanted outlasts a pause', async () => {
  const patient = await run.launch({ package: 'discharge-follow-up' });
  const ofType = <T extends EpisodeEvent['type']>(type: T) => run.care.events(patient.id).filter((event): event is Extract<EpisodeEvent, { type: T }> => event.type === type);
  const say = async (answers: Record<string, Record<string, unknown>>) => expect(await patient.tell('answer-received', { answers: answers as typeof well, answeredBy: 'patient' })).toMatchObject({ kind: 'accepted' });
  const twoYellows = { core: { ...well['core'], fall: true, fallHead: false, fallInjury: false, missedDoses: '2' } };
  const its = `${patient.id}/escalation/1`;

  await patient.until(day(1, '09:00'));
  await say(twoYellows);
  expect(ofType('EscalationRaised')).toMatchObject([{ escalation: its, level: 'orange', rules: ['CORE-7', 'CORE-8'], patientText: 'alert.orange' }]);
  await patient.until(day(1, '09:30'));
  expect(await patient.tell('escalation-contacted', { escalation: its })).toMatchObject({ kind: 'accepted' });
  await patient.until(day(1, '15:00'));
  await say(twoYellows);
  expect(ofType('EscalationUpgraded')).toMatchObject([{ escalation: its, level: 'orange' }]);

  await say({ understanding: { hasMedicines: false, knowsMedicines: true, appointment: 'booked', warningSigns: true } });
  expect(await patient.tell('pause', { reason: 'staff' })).toMatchObject({ kind: 'accepted' });
  await patient.until(day(3, '09:00'));
  expect(await patient.tell('resume', {})).toMatchObject({ kind: 'accepted' });
  await patient.until(day(4, '12:00'));
  expect(ofType('OccurrenceOpened').map(({ occurrence }) => occurrence)).toContain(`${patient.id}/explain-call/1`);
  await keepHistory(run.raw, episodeWorkflowId(patient.id), 'said-again');
  await patient.tell('stop', { reason: 'transferred' });
});
