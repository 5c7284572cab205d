/** One virtual patient of any package, in memory, who answers, measures and keeps visits, and whom a test can interrupt at any moment. */
import { calendarFor } from '../../calendar/calendar-for.js';
import { nextDue } from '../../engine/next-due.js';
import type { EpisodeInput } from '../../engine/inputs.js';
import type { Anchor, Instant, LocalDate } from '../../engine/vocabulary.js';
import type { Definition } from '../../schema/definition.js';
import { drawPersonal } from '../draw.js';
import type { Habits } from '../habits.js';
import type { Random } from '../random.js';
import { react } from '../react.js';
import type { Body } from '../body.js';
import type { Person, Planned } from '../person.js';
import { createWorld, give, launch, letTimePass, type World } from '../../story/world.js';
import { addDays, atLocal } from '../../time.js';

export const anchor: LocalDate = '2026-03-02';
/** Answers most of what is asked. */
const habits: Habits = { answersForms: 0.85, ticksExercises: 0.8, ticksDoses: 0.9, measures: 0.85, keepsVisits: 0.9, answersPhone: 0.8, silent: [], travels: null, secondDevice: null, smsOnly: false, hasFamily: true, staffInTime: 0.6 };
/** Often unwell, so that cases are open at any moment; knows no item, so that the plan's own rules say what is out of the ordinary. */
const body: Body = { number: () => null, option: () => null, yes: () => null, odd: () => 0.08, treat: () => undefined };

type Act = Planned & { episode: string };
export type Patient = { world: World; episodes: string[]; persons: Map<string, Person>; queue: Act[]; seen: number };

export function admit(packages: readonly Pick<Definition, 'plan' | 'hash'>[], random: Random): Patient {
  const [first] = packages;
  if (!first) throw new Error('a patient of no package');
  const world = createWorld({
    facts: { age: 60, flags: {}, hasFamilyContact: true, optedOut: false, away: [], spreadSeconds: 30 }, consents: { sms: true, photos: true, family: true, familyDoctor: false },
    contacts: [
      { id: 'wechat', owner: 'patient', kind: 'wechat', order: 1, quarantined: false }, { id: 'mobile', owner: 'patient', kind: 'mobile', order: 2, quarantined: false },
      { id: 'family', owner: 'family', kind: 'mobile', order: 3, quarantined: false },
    ],
    language: 'zh-CN', zone: first.plan.zone,
  }, { isOnDuty: () => !random.chance(0.02), answer: () => (random.chance(0.03) ? 'reject' : random.chance(0.05) ? 'ambiguous' : 'accept') });
  const patient: Patient = { world, episodes: [], persons: new Map(), queue: [], seen: 0 };
  packages.forEach(({ plan, hash }, index) => {
    const id = `episode-${index + 1}`;
    patient.episodes.push(id);
    const startedAt = atLocal(anchor, '16:00', plan.zone);
    patient.persons.set(id, { plan, habits, body, random, zone: plan.zone, startedAt, flags: {}, asked: new Map(), handling: new Map(), measured: null, commands: index * 1_000_000 });
    const names = Object.keys(plan.anchors) as Anchor[];
    launch(world, id, { plan, hash }, {
      kind: 'episode-started', at: startedAt, zone: plan.zone, calendar: calendarFor(addDays(anchor, -300), addDays(anchor, 800)), facts: world.patient,
      anchors: Object.fromEntries(names.filter((name) => plan.anchors[name] === 'required' || plan.anchors[name] === 'optional').map((name) => [name, name === plan.mainAnchor ? anchor : addDays(anchor, -random.whole(1, 10))])),
      ...(plan.personal && { personal: { values: drawPersonal(plan.personal, {}, random), by: 'somebody' } }),
    });
    for (const name of names.filter((one) => plan.anchors[one] === 'later' || plan.anchors[one] === 'again')) {
      const day = random.whole(1, 20);
      patient.queue.push({ episode: id, input: { kind: 'anchor-set', at: atLocal(addDays(anchor, day), '08:30', plan.zone), by: 'somebody', commandId: `${id}-${name}`, anchor: name, date: addDays(anchor, day), reason: 'it took place' } });
    }
  });
  return patient;
}

/** What the patient and staff do, and what happens by itself, until then. */
export function live(patient: Patient, until: Instant): void {
  const { world, queue, persons } = patient;
  for (;;) {
    for (; patient.seen < world.entries.length; patient.seen++) {
      const entry = world.entries[patient.seen];
      const person = entry && persons.get(entry.episode);
      if (person) for (const event of entry.events) queue.push(...react(world, entry.episode, event, person).map((act) => ({ ...act, episode: entry.episode })));
    }
    const next = earliest(patient);
    if (next === null || next > until) return letTimePass(world, until);
    const index = queue.findIndex(({ input }) => input.at === next);
    const [planned] = index >= 0 ? queue.splice(index, 1) : [];
    const episode = planned && world.running.get(planned.episode)?.episode;
    if (planned && episode && planned.still?.(episode) !== false) give(world, planned.episode, planned.input);
    else if (!planned) letTimePass(world, next);
  }
}

function earliest({ world, queue }: Patient): Instant | null {
  const dues = [...world.running.values()].flatMap(({ plan, episode }) => nextDue(plan, episode)?.at ?? []);
  const times = [...queue.map(({ input }) => input.at), ...world.waiting.map(({ input }) => input.at), ...dues];
  return times.length === 0 ? null : times.reduce((a, b) => (b < a ? b : a));
}

type Command = Extract<EpisodeInput, { commandId: string; by: string }>;
/** Given by staff; what was refused stands in `world.refused`. */
export const command = ({ world }: Patient, episode: string, input: Command): void => give(world, episode, input);
