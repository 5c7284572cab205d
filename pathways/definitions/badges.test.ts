/** A badge is for attending, in every package: what was answered or measured neither earns nor costs one. */
import { describe, expect, it } from 'vitest';
import { builtInPathways, loadDefinitionOrThrow } from '../../cli/load-definition.js';
import { durationDays } from '../outline/outline.js';
import { random } from '../simulate/random.js';
import { addDays, atLocal } from '../time.js';
import { admit, anchor, live } from '../simulate/testing/one-patient.js';

const definitions = builtInPathways().map(loadDefinitionOrThrow).map((definition) => ({ id: definition.plan.id, definition }));

describe('badges', () => {
  it.each(definitions)('stand only on steps that somebody attends, by a schedule and not by an answer: $id', ({ definition: { plan } }) => {
    const wrong = plan.steps.filter((step) => step.badge !== undefined && (step.kind === 'reading' || (step.kind === 'message' && !step.tick) || step.schedule.kind === 'triggered' || ('stopWhen' in step.schedule && step.schedule.stopWhen !== undefined)));
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it.each(definitions.filter(({ definition }) => definition.plan.steps.some(({ badge }) => badge !== undefined)))('are earned exactly by what took place: $id', ({ definition }) => {
    const { plan } = definition;
    const badges = new Map(plan.steps.flatMap(({ id, badge }) => (badge === undefined ? [] : [[id, badge] as const])));
    let earned = 0;
    for (const seed of [1, 2, 3]) {
      const patient = admit([definition], random(seed));
      live(patient, atLocal(addDays(anchor, durationDays(plan) + 10), '20:00', plan.zone));
      const events = patient.world.entries.flatMap((entry) => entry.events);
      const attended = events.flatMap((event) => (event.type === 'OccurrenceClosed' && event.outcome === 'completed' && badges.has(event.occurrence.split('/').at(-2) ?? '') ? [event.occurrence] : []));
      const got = events.flatMap((event) => (event.type === 'BadgeEarned' ? [event.occurrence] : []));
      expect(got.toSorted()).toEqual(attended.toSorted());
      earned += got.length;
    }
    expect(earned).toBeGreaterThan(0);
  });
});
