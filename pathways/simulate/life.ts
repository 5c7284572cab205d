/** What befalls a person whatever the plan asks, the dates that become known in the course, and what the laboratory reports. */
import type { Plan } from '../engine/plan.js';
import type { Anchor, Instant, LocalDate } from '../engine/vocabulary.js';
import { addDays, addMinutes, atLocal } from '../time.js';
import { drawValues } from './draw.js';
import { isSilent, losesPregnancy, perDay } from './habits.js';
import { command, goesOn, isAtHome, whenOf, type Person, type Planned } from './person.js';
import type { BodyProfile, Profiles } from './profile.js';
import { measure } from './react.js';
import type { Random } from './random.js';

/** Dates known at launch. What is optional is known for nine of ten. */
export function anchorsOf(plan: Plan, launch: LocalDate, main: LocalDate, { anchors }: Profiles, random: Random): Partial<Record<Anchor, LocalDate>> {
  const names = (Object.keys(plan.anchors) as Anchor[]).filter((name) => plan.anchors[name] === 'required' || (plan.anchors[name] === 'optional' && random.chance(0.9)));
  return Object.fromEntries(names.map((name) => {
    const known = anchors[name];
    const [earliest, latest] = known && 'days' in known ? known.days : [-10, -3];
    return [name, name === plan.mainAnchor ? main : addDays(launch, random.whole(Math.min(earliest, 0), Math.min(latest, 0)))];
  }));
}

export function anchorsToCome(person: Person, launch: LocalDate, days: number, { anchors }: Profiles): Planned[] {
  const { plan, random, zone } = person;
  const names = (Object.keys(plan.anchors) as Anchor[]).filter((name) => plan.anchors[name] === 'later' || plan.anchors[name] === 'again');
  return names.flatMap((name): Planned[] => {
    const set = (day: number): Planned => {
      const date = addDays(launch, Math.round(day));
      return { input: { ...command(person, 'staff'), kind: 'anchor-set', at: atLocal(date, '08:30', zone), anchor: name, date, reason: 'simulated' }, still: (episode) => goesOn(episode) && episode.goalReachedAt === undefined };
    };
    const known = anchors[name];
    if (plan.anchors[name] === 'later') {
      const range = known && 'days' in known ? known : { days: [1, 60] as const, share: 0.9 };
      return random.chance(range.share) ? [set(random.between(...range.days))] : [];
    }
    const rhythm = known && 'every' in known ? known : { first: [0, 3] as const, every: [20, 24] as const };
    const rounds: Planned[] = [];
    for (let day = random.between(...rhythm.first); day <= days && rounds.length < (plan.rounds?.[name] ?? 6); day += random.between(...rhythm.every)) rounds.push(set(day));
    return rounds;
  });
}

/** Readmission, death, withdrawal, opting out, a cry for help, a journey, the loss of a pregnancy. */
export function fate(person: Person, launch: LocalDate, days: number): Planned[] {
  const { plan, random, zone, habits } = person;
  const planned: Planned[] = [];
  const at = (day: number): Instant => addMinutes(atLocal(addDays(launch, Math.floor(day)), '07:00', zone), random.whole(0, 900));
  const staff = () => command(person, 'staff');
  for (let day = 1; day <= days; day++) {
    if (random.chance(perDay.dies)) planned.push({ input: { ...staff(), kind: 'patient-died', at: at(day) } });
    else if (random.chance(perDay.readmitted)) planned.push({ input: { ...staff(), kind: 'patient-readmitted', at: at(day) }, still: goesOn });
    else if (random.chance(perDay.optsOut)) planned.push({ input: { ...command(person, 'patient'), kind: 'opt-out', at: at(day) }, still: isRunning });
    else if (random.chance(perDay.withdraws)) planned.push({ input: { ...staff(), kind: 'stop', at: at(day), reason: random.pick(['withdrawn', 'withdrawn', 'lost', 'transferred']) }, still: isRunning });
    else if (random.chance(perDay.asksForHelp)) planned.push({ input: { ...staff(), kind: 'escalation-raised', at: at(day), level: random.pick(['orange', 'yellow']), reason: 'asked for help' }, still: isRunning });
  }
  const { travels } = habits;
  if (travels) {
    const away = [{ from: addDays(launch, Math.floor(travels.from)), until: addDays(launch, Math.floor(travels.until)) }];
    planned.push({ input: { ...command(person, 'patient'), kind: 'away-set', at: at(Math.max(0, travels.from - 2)), away }, still: isRunning });
  }
  if (plan.loss && random.chance(losesPregnancy)) planned.push({ input: { ...staff(), kind: 'stop', at: at(random.whole(1, Math.max(1, Math.floor(days / 2)))), reason: 'pregnancy-loss' }, still: isRunning });
  return planned;
}

const isRunning: NonNullable<Planned['still']> = (episode) => episode.status === 'active' || episode.status === 'paused';

/** Readings that nobody asks the patient for, in this package or `elsewhere`: of staff where the profile says so, else from a device that reports by itself once a day. */
export function unaskedReadings(person: Person, profile: BodyProfile, launch: LocalDate, days: number): Planned[] {
  const { plan, zone, habits, random } = person;
  const asked = new Set([...(profile.elsewhere ?? []), ...plan.steps.flatMap((step) => (step.kind === 'reading' ? [step.reading] : []))]);
  return Object.keys(plan.readings).filter((id) => !asked.has(id)).flatMap((id): Planned[] => {
    const rhythm = profile.staffReadings?.[id];
    const planned: Planned[] = [];
    for (let day = rhythm?.firstDay ?? 1; day <= days; day += rhythm?.everyDays ?? 1) {
      const at = atLocal(addDays(launch, Math.round(day)), rhythm ? '14:00' : '20:30', zone);
      if (rhythm) planned.push({ input: { ...command(person, 'staff'), kind: 'reading-received', at, reading: id, values: drawValues(person, id, whenOf(person, at)), measuredAt: addMinutes(at, -240) }, still: isAtHome });
      else if (!isSilent(habits, day) && random.chance(habits.measures)) planned.push(...measure(id, at, person));
    }
    return planned;
  });
}
