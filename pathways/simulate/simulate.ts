/** One virtual patient through the production engine, claim and conductor, from launch until the horizon or the end. */
import { calendarFor } from '../calendar/calendar-for.js';
import { nextDue } from '../engine/next-due.js';
import type { Plan } from '../engine/plan.js';
import { spreadOf } from '../engine/spread.js';
import type { Anchor, Instant, LocalDate } from '../engine/vocabulary.js';
import { createWorld, give, launch, letTimePass, type World } from '../story/world.js';
import { addDays, addMinutes, atLocal } from '../time.js';
import { drawPersonal } from './draw.js';
import { habitsOf, type Habits } from './habits.js';
import { random, type Random } from './random.js';
import { react, type Person, type Planned } from './react.js';

export type Simulation = { plan: Plan; hash: string; days: number; seed: number; /** Day of discharge of the first patient; the others follow over four weeks. */ from: LocalDate };

export type SimulatedPatient = { world: World; habits: Habits; anchor: LocalDate; until: Instant; largestStateBytes: number };

/** Of the length of a real one. */
const id = '00000000-0000-7000-8000-000000000001';

export function simulatePatient({ plan, hash, days, seed, from }: Simulation, number: number): SimulatedPatient {
  const chance = random(seed * 1_000_003 + number);
  const habits = habitsOf(chance);
  const anchor = addDays(from, number % 28);
  const at = atLocal(anchor, '16:00', plan.zone);
  const until = atLocal(addDays(anchor, days), '23:59', plan.zone);
  const world = createWorld({
    facts: { age: chance.whole(35, 90), flags: {}, hasFamilyContact: habits.hasFamily, optedOut: false, away: [], spreadSeconds: spreadOf(`${seed}/${number}`) },
    consents: { sms: chance.chance(0.97), photos: true, family: chance.chance(0.9), familyDoctor: false },
    contacts: [
      ...(habits.smsOnly ? [] : [{ id: 'wechat', owner: 'patient' as const, kind: 'wechat' as const, order: 1, quarantined: false }]),
      { id: 'mobile', owner: 'patient', kind: 'mobile', order: 2, quarantined: false },
      ...(habits.hasFamily ? [{ id: 'family', owner: 'family' as const, kind: 'mobile' as const, order: 3, quarantined: false }] : []),
    ],
    language: 'zh-CN', zone: plan.zone,
  }, vendorsOf(chance));
  launch(world, id, { plan, hash }, {
    kind: 'episode-started', at, zone: plan.zone, calendar: calendarFor(addDays(anchor, -30), addDays(anchor, 800)), facts: world.patient, anchors: anchorsOf(plan, anchor, chance),
    ...(plan.personal && { personal: { values: drawPersonal(plan.personal, chance), by: 'somebody' } }),
  });
  const person: Person = { habits, random: chance, asked: new Map() };
  const queue: Planned[] = [...fate(plan, habits, chance, anchor, days), ...anchorsToCome(plan, chance, anchor, days)];
  let seen = 0;
  let largestStateBytes = 0;
  for (;;) {
    for (; seen < world.entries.length; seen++) {
      const entry = world.entries[seen];
      for (const event of entry?.events ?? []) queue.push(...react(world, id, event, person));
      if (seen % 50 === 0) largestStateBytes = Math.max(largestStateBytes, JSON.stringify(world.running.get(id)?.episode).length);
    }
    const next = earliest(world, queue, plan);
    if (next === null || next > until) break;
    const index = queue.findIndex(({ input }) => input.at === next);
    const [planned] = index >= 0 ? queue.splice(index, 1) : [];
    if (planned) give(world, id, planned.input);
    else letTimePass(world, next);
  }
  return { world, habits, anchor, until, largestStateBytes };
}

function earliest(world: World, queue: readonly Planned[], plan: Plan): Instant | null {
  const running = world.running.get(id);
  const due = running ? nextDue(plan, running.episode)?.at : undefined;
  const times = [...queue.map(({ input }) => input.at), ...world.waiting.map(({ input }) => input.at), ...(due === undefined ? [] : [due])];
  return times.length === 0 ? null : times.reduce((a, b) => (b < a ? b : a));
}

/** Vendors fail now and then; nobody on duty for a role now and then. */
function vendorsOf(chance: Random): World['surroundings'] {
  return {
    isOnDuty: () => !chance.chance(0.01),
    answer: () => (chance.chance(0.01) ? 'reject' : chance.chance(0.005) ? 'ambiguous' : 'accept'),
  };
}

/** Optional anchors are known for most patients; an operation lies about a week before discharge. */
function anchorsOf(plan: Plan, discharge: LocalDate, chance: Random): Partial<Record<Anchor, LocalDate>> {
  const names = Object.keys(plan.anchors) as Anchor[];
  return Object.fromEntries(names.filter((name) => plan.anchors[name] === 'required' || (plan.anchors[name] === 'optional' && chance.chance(0.9))).map((name) => [name, name === plan.mainAnchor ? discharge : addDays(discharge, -chance.whole(3, 10))]));
}

/** A date of `later` comes within two months for most; rounds of `again` come every three weeks or so, as chemo cycles do. */
function anchorsToCome(plan: Plan, chance: Random, anchor: LocalDate, days: number): Planned[] {
  const names = (Object.keys(plan.anchors) as Anchor[]).filter((name) => plan.anchors[name] === 'later' || plan.anchors[name] === 'again');
  return names.flatMap((name): Planned[] => {
    const set = (day: number, round: number): Planned => ({
      episode: id, input: { kind: 'anchor-set', at: atLocal(addDays(anchor, day), '08:30', plan.zone), by: 'somebody', commandId: `anchor-${name}-${round}`, anchor: name, date: addDays(anchor, day), reason: 'simulated' },
    });
    if (plan.anchors[name] === 'later') return chance.chance(0.9) ? [set(chance.whole(1, Math.min(60, days)), 1)] : [];
    const rounds: Planned[] = [];
    for (let day = chance.whole(0, 3); day <= days && rounds.length < (plan.rounds?.[name] ?? days); day += chance.whole(20, 24)) rounds.push(set(day, rounds.length + 1));
    return rounds;
  });
}

/** What befalls the person, whatever the plan asks. */
function fate(plan: Plan, habits: Habits, chance: Random, anchor: LocalDate, days: number): Planned[] {
  const planned: Planned[] = [];
  for (let day = 1; day <= days; day++) {
    const at = addMinutes(atLocal(addDays(anchor, day), '07:00', plan.zone), chance.whole(0, 900));
    const base = { at, by: 'somebody', commandId: `fate-${day}` };
    if (chance.chance(habits.dies)) planned.push({ episode: id, input: { ...base, kind: 'patient-died' } });
    else if (chance.chance(habits.readmitted)) planned.push({ episode: id, input: { ...base, kind: 'patient-readmitted' } });
    else if (chance.chance(habits.optsOut)) planned.push({ episode: id, input: { ...base, kind: 'opt-out' } });
  }
  return planned;
}
