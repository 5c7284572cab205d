/** One virtual patient through the production engine, claim and conductor, from launch until the horizon or the end. */
import { calendarFor } from '../calendar/calendar-for.js';
import type { Plan } from '../engine/plan.js';
import { spreadOf } from '../engine/spread.js';
import type { Instant, LocalDate } from '../engine/vocabulary.js';
import { createWorld, dueNext, give, launch, letTimePass, type World } from '../story/world.js';
import { addDays, atLocal } from '../time.js';
import { createBody } from './body.js';
import { drawPersonal } from './draw.js';
import { habitsOf, type Habits } from './habits.js';
import { anchorsOf, anchorsToCome, fate, unaskedReadings } from './life.js';
import type { Person, Planned } from './person.js';
import { bodyOf, type Profiles } from './profile.js';
import { random, type Random } from './random.js';
import { react } from './react.js';

export type Simulation = { plan: Plan; hash: string; profiles: Profiles; days: number; seed: number; /** Day of launch of the first patient; the others follow over four weeks. */ from: LocalDate };

export type SimulatedPatient = {
  plan: Plan;
  world: World;
  habits: Habits;
  /** Day of the launch, and the date of the main anchor: day 0. */
  launched: LocalDate;
  anchor: LocalDate;
  startedAt: Instant;
  until: Instant;
  largestStateBytes: number;
  /** Acts that had lost their object when their time came: the visit was cancelled, the case closed. Nobody tries them. */
  pointless: number;
};

/** Of the length of a real one. */
export const episodeId = '00000000-0000-7000-8000-000000000001';
/** The state is measured at every so many inputs: writing it out costs as much as a decision. */
const measureEvery = 200;

export function simulatePatient({ plan, hash, profiles, days, seed, from }: Simulation, number: number): SimulatedPatient {
  const chance = random(seed * 1_000_003 + number);
  const profile = bodyOf(profiles, plan.id);
  const habits = habitsOf(days, chance);
  const launched = addDays(from, number % 28);
  const anchor = addDays(launched, -chance.whole(...(profiles.launchAfter[plan.mainAnchor] ?? [0, 0])));
  const startedAt = atLocal(launched, '16:00', plan.zone);
  const until = atLocal(addDays(launched, days), '23:59', plan.zone);
  const flags = Object.fromEntries(Object.entries(profile.flags ?? {}).map(([flag, share]) => [flag, chance.chance(share)]));
  const world = createWorld({
    facts: { age: chance.whole(...(profile.age ?? [18, 90])), flags, hasFamilyContact: habits.hasFamily, optedOut: false, away: [], spreadSeconds: spreadOf(`${seed}/${number}`) },
    consents: { sms: chance.chance(0.97), photos: true, family: chance.chance(0.9), familyDoctor: false },
    contacts: [
      ...(habits.smsOnly ? [] : [{ id: 'wechat', owner: 'patient' as const, kind: 'wechat' as const, order: 1, quarantined: false }]),
      { id: 'mobile', owner: 'patient', kind: 'mobile', order: 2, quarantined: false },
      ...(habits.hasFamily ? [{ id: 'family', owner: 'family' as const, kind: 'mobile' as const, order: 3, quarantined: false }] : []),
    ],
    language: 'zh-CN', zone: plan.zone,
  }, vendorsOf(chance));
  const person: Person = { plan, habits, body: createBody(profile, days, chance), random: chance, zone: plan.zone, startedAt, flags, asked: new Map(), handling: new Map(), measured: null, commands: 0 };
  launch(world, episodeId, { plan, hash }, {
    kind: 'episode-started', at: startedAt, zone: plan.zone, calendar: calendarFor(addDays(anchor, -30), addDays(launched, days + 60)), facts: world.patient, anchors: anchorsOf(plan, launched, anchor, profiles, chance),
    ...(plan.personal && { personal: { values: drawPersonal(plan.personal, profile, chance), by: 'staff' } }),
  });
  const lived = live(world, person, [...fate(person, launched, days), ...anchorsToCome(person, launched, days, profiles), ...unaskedReadings(person, profile, launched, days)], until);
  return { plan, world, habits, launched, anchor, startedAt, until, ...lived };
}

/** Input by input, each at its time, until nothing happens any more. */
function live(world: World, person: Person, planned: Planned[], until: Instant): Pick<SimulatedPatient, 'largestStateBytes' | 'pointless'> {
  const queue: Planned[] = [];
  const enqueue = (items: readonly Planned[]): void => {
    for (const item of items) {
      let at = queue.length;
      while (at > 0 && (queue[at - 1]?.input.at ?? '') > item.input.at) at--;
      queue.splice(at, 0, item);
    }
  };
  enqueue(planned);
  let seen = 0;
  let pointless = 0;
  let largestStateBytes = 0;
  for (;;) {
    for (; seen < world.entries.length; seen++) {
      for (const event of world.entries[seen]?.events ?? []) enqueue(react(world, episodeId, event, person));
      if (seen % measureEvery === 0) largestStateBytes = Math.max(largestStateBytes, JSON.stringify(world.running.get(episodeId)?.episode).length);
    }
    const [next] = queue;
    const byItself = earliestOf(world);
    if (byItself !== null && byItself <= until && (next === undefined || byItself <= next.input.at)) letTimePass(world, byItself);
    else if (next !== undefined && next.input.at <= until) {
      queue.shift();
      const episode = world.running.get(episodeId)?.episode;
      if (episode && next.still?.(episode) === false) pointless += 1;
      else give(world, episodeId, next.input);
    } else return { largestStateBytes, pointless };
  }
}

function earliestOf(world: World): Instant | null {
  const running = world.running.get(episodeId);
  const due = running ? dueNext(running)?.at : undefined;
  return world.waiting.reduce<Instant | null>((first, { input }) => (first === null || input.at < first ? input.at : first), due ?? null);
}

/** Vendors fail now and then; nobody on duty for a role now and then. */
function vendorsOf(chance: Random): World['surroundings'] {
  return {
    isOnDuty: () => !chance.chance(0.01),
    answer: () => (chance.chance(0.01) ? 'reject' : chance.chance(0.005) ? 'ambiguous' : 'accept'),
  };
}
