/** Death and the loss of a pregnancy end everything at once, in every package, whenever they come and whatever is under way. */
import { describe, expect, it } from 'vitest';
import { builtInPathways, loadDefinitionOrThrow } from '../../cli/load-definition.js';
import type { EpisodeEvent, Obligation } from '../engine/events.js';
import type { EpisodeInput } from '../engine/inputs.js';
import { durationDays } from '../outline/outline.js';
import type { Definition } from '../schema/definition.js';
import { random, type Random } from '../simulate/random.js';
import { addHours, addMinutes, atLocal } from '../time.js';
import { admit, anchor, command, live, type Patient } from '../simulate/testing/one-patient.js';

const definitions = builtInPathways().map(loadDefinitionOrThrow);
/** So many patients whose end came within the course, among so many: an end after the package's own end would prove nothing. */
const [wanted, tried] = [4, 30];
const toHer = (recipient: string): boolean => recipient === 'patient' || recipient === 'family';

type End = Extract<EpisodeInput, { kind: 'patient-died' | 'stop' }>;
type After = { patient: Patient; sent: Patient['world']['delivered']; events: EpisodeEvent[]; obligations: Map<string, Obligation> };

/** Lives until a random minute of the course, then comes the end, then whoever does not know yet goes on for a hundred days. Null when it was over before. */
function endAtRandom(packages: readonly Definition[], seed: number, ending: (random: Random) => Pick<End, 'kind'> & Partial<End>): After | null {
  const chance = random(seed * 7919);
  const patient = admit(packages, chance);
  const days = Math.min(120, Math.max(7, ...packages.map(({ plan }) => durationDays(plan))));
  const at = addMinutes(atLocal(anchor, '16:00', 'Asia/Shanghai'), chance.whole(1, days * 1440));
  live(patient, at);
  const { world } = patient;
  const [first = ''] = patient.episodes;
  if (!['active', 'paused'].includes(world.running.get(first)?.episode.status ?? '')) return null;
  const [sentBefore, entriesBefore] = [world.delivered.length, world.entries.length];
  command(patient, first, { commandId: 'the-end', by: 'staff', at, ...ending(chance) } as End);
  expect(world.refused.filter(({ input }) => 'commandId' in input && input.commandId === 'the-end')).toEqual([]);
  live(patient, addHours(at, 24 * 100));
  const obligations = new Map(world.entries.flatMap(({ events }) => events.flatMap((event) => (event.type === 'ObligationPlanned' ? [[event.obligation.id, event.obligation] as const] : []))));
  return { patient, obligations, sent: world.delivered.slice(sentBefore).filter(({ outcome }) => outcome === 'sent' || outcome === 'unsettled'), events: world.entries.slice(entriesBefore).flatMap(({ events }) => events) };
}

const lives = (packages: readonly Definition[], ending: Parameters<typeof endAtRandom>[2]): After[] => {
  const all: After[] = [];
  for (let seed = 1; seed <= tried && all.length < wanted; seed += 1) {
    const after = endAtRandom(packages, seed, ending);
    if (after !== null) all.push(after);
  }
  expect(all.length).toBe(wanted);
  return all;
};

const died = (chance: Random): Pick<End, 'kind'> & Partial<End> => (chance.chance(0.5) ? { kind: 'patient-died' } : { kind: 'stop', reason: 'died' });

const expectSilence = ({ patient, sent, events }: After): void => {
  expect(sent).toEqual([]);
  expect(events.flatMap((event) => (event.type === 'ObligationReleased' || event.type === 'BadgeEarned' || event.type === 'RewardEarned' || event.type === 'EscalationRaised' || event.type === 'EscalationClimbed' ? [event.type] : []))).toEqual([]);
  for (const [id, { episode }] of patient.world.running) {
    expect(id === patient.episodes[0] ? ['stopped'] : ['stopped', 'completed']).toContain(episode.status);
    expect({ occurrences: episode.occurrences, obligations: episode.obligations, escalations: episode.escalations, watches: episode.watches }).toEqual({ occurrences: {}, obligations: {}, escalations: {}, watches: {} });
  }
};

describe('after a death nobody is written to or called about anything', () => {
  it.each(definitions.map((definition) => ({ id: definition.plan.id, definition })))('$id', ({ definition }) => lives([definition], died).forEach(expectSilence));

  it('in the patient’s other packages neither', () => {
    const others = ['hypertension', 'discharge-follow-up'].map((id) => loadDefinitionOrThrow(id));
    lives([loadDefinitionOrThrow('hip-wound-care'), ...others], died).forEach(expectSilence);
  });
});

describe('after the loss of a pregnancy nothing is written but what an open case needs, and one person calls', () => {
  const pregnancies = definitions.filter(({ plan }) => plan.loss !== undefined);
  const lost = (): Pick<End, 'kind'> & Partial<End> => ({ kind: 'stop', reason: 'pregnancy-loss' });

  it.each(pregnancies.map((definition) => ({ id: definition.plan.id, definition })))('$id', ({ definition }) => {
    for (const { sent, events, obligations } of lives([definition], lost)) {
      expect(sent.filter(({ recipient, obligation }) => toHer(recipient) && !(obligations.get(obligation)?.class === 'safety' && obligations.get(obligation)?.escalation !== null)).map(({ text }) => text)).toEqual([]);
      expect(events.flatMap((event) => (event.type === 'BadgeEarned' || event.type === 'RewardEarned' || event.type === 'GoalReached' || event.type === 'OccurrencePlanned' || event.type === 'OccurrenceOpened' ? [event.type] : []))).toEqual([]);
      expect(events.flatMap((event) => (event.type === 'ObligationPlanned' && event.obligation.purpose === 'loss' ? [event.obligation.recipient] : []))).toEqual([definition.plan.loss?.by]);
    }
  });

  it.each(definitions.filter(({ plan }) => plan.loss === undefined).map(({ plan }) => ({ id: plan.id, plan })))('no other package has such an end: $id', ({ plan }) => {
    expect('lmp' in plan.anchors, 'a package that is with a pregnancy says who calls when it is lost (`loss:`)').toBe(false);
  });
});
