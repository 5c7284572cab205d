/** What a package holds for one sample patient from her first day on, and what an edited version would change of it. Run by the engine itself. */
import { calendarFor } from '../calendar/calendar-for.js';
import { nextThirtyDays, type Firm } from '../engine/next-thirty-days.js';
import type { PersonalValues } from '../engine/inputs.js';
import type { Plan } from '../engine/plan.js';
import type { Anchor, Instant, LocalDate } from '../engine/vocabulary.js';
import { addDays, atLocal, daysBetween, localDateOf, localTimeOf } from '../time.js';
import { createWorld, launch } from './world.js';

/** One line of her calendar. `id` stays the same between versions as long as step, number, purpose and recipient do. */
export type DayItem = { id: string; at: Instant; day: number; time: string; step: string; kind: string; what: 'step' | 'message'; label: string; recipient: string | null; text: string | null };
export type DaysChange = { gained: DayItem[]; lost: DayItem[]; moved: { before: DayItem; after: DayItem }[]; reworded: { before: DayItem; after: DayItem }[]; same: number };

/** Days that the sample looks ahead, by convention (C): past the last follow-up of today's shorter packages. */
export const sampleDays = 90;
/** Of the sample patient, by convention (C): discharged in the afternoon, operated six days before. */
const sample = { hour: '16:00', operatedDaysBefore: 6 } as const;
const id = 'sample';

export type Version = { plan: Plan; hash: string; texts: Readonly<Record<string, string>> };

/** A patient with a phone, WeChat and a family contact, who agreed to everything; nobody does anything and every message arrives. */
export function firstDays({ plan, hash, texts }: Version, anchor: LocalDate, days = sampleDays): DayItem[] {
  const at = atLocal(anchor, sample.hour, plan.zone);
  const facts = { flags: {}, hasFamilyContact: true, optedOut: false, away: [], spreadSeconds: 0 };
  const world = createWorld(
    {
      facts, consents: { sms: true, photos: true, family: true, familyDoctor: true }, language: 'zh-CN', zone: plan.zone,
      contacts: [
        { id: 'wechat', owner: 'patient', kind: 'wechat', order: 1, quarantined: false }, { id: 'mobile', owner: 'patient', kind: 'mobile', order: 2, quarantined: false },
        { id: 'family', owner: 'family', kind: 'mobile', order: 3, quarantined: false },
      ],
    },
    { isOnDuty: () => true, answer: () => 'accept' },
  );
  const anchors = Object.fromEntries((Object.keys(plan.anchors) as Anchor[]).map((name) => [name, name === 'surgery' ? addDays(anchor, -sample.operatedDaysBefore) : anchor]));
  launch(world, id, { plan, hash }, { kind: 'episode-started', at, anchors, zone: plan.zone, calendar: calendarFor(addDays(anchor, -30), addDays(anchor, days + 400)), facts, personal: { values: sampleValues(plan), by: 'sample' } });
  const episode = world.running.get(id)?.episode;
  return episode ? nextThirtyDays(plan, episode, days).firm.map((item) => itemOf(item, anchor, plan.zone, texts)) : [];
}

/** What must be given, as long as may be: the end as late, everything else as small as its bounds allow. */
function sampleValues({ personal = {}, steps }: Plan): PersonalValues {
  const ends = steps.flatMap(({ schedule }) => (schedule.kind === 'repeat' && schedule.personal?.untilDay !== undefined ? [schedule.personal.untilDay] : []));
  return Object.fromEntries(Object.entries(personal).flatMap(([name, { required, value, list, min, max }]): [string, string | string[]][] => {
    if (!required && value !== null) return [];
    const one = ends.includes(name) ? max : min;
    return [[name, list ? [one] : one]];
  }));
}

function itemOf(firm: Firm, anchor: LocalDate, zone: string, texts: Version['texts']): DayItem {
  const local = { at: firm.at, day: daysBetween(anchor, localDateOf(firm.at, zone)), time: localTimeOf(firm.at, zone), step: firm.step, kind: firm.kind, label: texts[firm.label] ?? firm.label };
  const occurrence = firm.occurrence.slice(id.length + 1).replace('/', '#');
  return firm.what === 'step'
    ? { ...local, id: occurrence, what: 'step', recipient: null, text: null }
    : { ...local, id: `${occurrence} ${firm.purpose} ${firm.recipient}`, what: 'message', recipient: firm.recipient, text: texts[firm.text] ?? firm.text };
}

export function compareDays(before: readonly DayItem[], after: readonly DayItem[]): DaysChange {
  const [was, now] = [new Map(before.map((item) => [item.id, item])), new Map(after.map((item) => [item.id, item]))];
  const both = after.flatMap((item) => {
    const earlier = was.get(item.id);
    return earlier ? [{ before: earlier, after: item }] : [];
  });
  const moved = both.filter((pair) => pair.before.at !== pair.after.at);
  const reworded = both.filter((pair) => pair.before.text !== pair.after.text || pair.before.label !== pair.after.label);
  return {
    gained: after.filter((item) => !was.has(item.id)), lost: before.filter((item) => !now.has(item.id)), moved, reworded,
    same: both.filter((pair) => !moved.includes(pair) && !reworded.includes(pair)).length,
  };
}
