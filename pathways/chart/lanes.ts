/**
 * A timeline that can be read at a glance: one lane per kind, one column per day. What happened is filled on the day it happened; when that
 * was not the day it was planned for, the planned day keeps a hollow mark and a line joins the two.
 */
import type { Instant, Level, LocalDate } from '../engine/vocabulary.js';
import { addDays, daysBetween, localDateOf, weekday } from '../time.js';
import type { EntryKind, EntryState } from './entry.js';

export type LaneEntry = { id: string; kind: EntryKind; at: Instant; plannedAt: Instant | null; actualAt: Instant | null; state: EntryState; level: Level | null; label: string; /** Cases: until when it was open; null: it still is. */ until?: Instant | null };

/** All entries of one kind, day and state share a mark. `replaced`: the hollow mark of something that happened on another day. */
export type Mark = { day: LocalDate; state: EntryState | 'replaced'; count: number; level: Level | null; labels: string[] };
export type Move = { from: LocalDate; to: LocalDate };
export type Span = { from: LocalDate; to: LocalDate; open: boolean; level: Level | null; label: string };
export type Lane = { kind: EntryKind; marks: Mark[]; moves: Move[]; spans: Span[] };
export type Day = { date: LocalDate; /** 1 Monday ... 7 Sunday. */ weekday: number; today: boolean };
export type Lanes = { days: Day[]; lanes: Lane[] };

const mostLabels = 6;
const urgency: readonly (Level | null)[] = ['red', 'orange', 'yellow', null];

/** Lanes stand in the order of `kinds`; one without marks is kept, so that nothing jumps when days are turned. */
export function lanesOf(entries: readonly LaneEntry[], f: { kinds: readonly EntryKind[]; from: LocalDate; days: number; today: LocalDate; zone: string }): Lanes {
  const days = Array.from({ length: f.days }, (_, i): Day => {
    const date = addDays(f.from, i);
    return { date, weekday: weekday(date), today: date === f.today };
  });
  const shows = (day: LocalDate): boolean => day >= f.from && daysBetween(f.from, day) < f.days;
  return { days, lanes: f.kinds.map((kind) => laneOf(kind, entries.filter((entry) => entry.kind === kind), shows, f)) };
}

function laneOf(kind: EntryKind, entries: readonly LaneEntry[], shows: (day: LocalDate) => boolean, { zone, today, from, days }: { zone: string; today: LocalDate; from: LocalDate; days: number }): Lane {
  const lane: Lane = { kind, marks: [], moves: [], spans: [] };
  const last = addDays(from, days - 1);
  for (const entry of entries) {
    const day = localDateOf(entry.at, zone);
    if (kind === 'case') {
      const end = entry.until === undefined || entry.until === null ? today : localDateOf(entry.until, zone);
      if (day <= last && end >= from) lane.spans.push({ from: day < from ? from : day, to: end > last ? last : end < day ? day : end, open: entry.until === null, level: entry.level, label: entry.label });
      continue;
    }
    if (shows(day)) mark(lane, day, entry.state, entry);
    // A message that waited for the morning is no change of plan; a visit or a form on another day is.
    const planned = entry.plannedAt === null || entry.state === 'left-out' ? null : localDateOf(entry.plannedAt, zone);
    if (planned === null || planned === day || kind === 'message' || kind === 'staff-message') continue;
    if (shows(planned)) mark(lane, planned, 'replaced', entry);
    if (shows(planned) || shows(day)) lane.moves.push({ from: clamp(planned, from, last), to: clamp(day, from, last) });
  }
  lane.marks.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
  return lane;
}

const clamp = (day: LocalDate, first: LocalDate, last: LocalDate): LocalDate => (day < first ? first : day > last ? last : day);

function mark(lane: Lane, day: LocalDate, state: Mark['state'], { label, level }: LaneEntry): void {
  const known = lane.marks.find((one) => one.day === day && one.state === state);
  if (!known) return void lane.marks.push({ day, state, count: 1, level, labels: [label] });
  known.count += 1;
  if (urgency.indexOf(level) < urgency.indexOf(known.level)) known.level = level;
  if (!known.labels.includes(label) && known.labels.length < mostLabels) known.labels.push(label);
}
