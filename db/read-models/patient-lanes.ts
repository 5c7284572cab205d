/** The timeline at a glance: recorded lines and what the next thirty days hold for certain, by kind and day. */
import { entryKinds, type EntryKind } from '../../pathways/chart/entry.js';
import { lanesOf, type LaneEntry, type Lanes } from '../../pathways/chart/lanes.js';
import type { LocalDate } from '../../pathways/engine/vocabulary.js';
import { addDays, atLocal, parseInstant } from '../../pathways/time.js';
import type { Sql } from '../client.js';
import type { ScreenLanguage } from '../wording.js';
import type { OutlookFirm } from './patient-outlook.js';
import { patientOutlook } from './patient-outlook.js';
import { patientTimeline } from './patient-timeline.js';
import { worded, type TimelineEntry } from './patient/worded.js';

/** More lines than this in the days asked for are cut, oldest first; ten a day for a hundred days fit. */
const mostEntries = 3000;
const kindOfStep: Record<string, EntryKind> = { visit: 'visit', form: 'form', call: 'call', task: 'task', reading: 'reading', message: 'message' };

/** `from` inclusive; every day of the patient's zone. */
export async function patientLanes(sql: Sql, f: { hospitalId: string; patientId: string; kinds: readonly EntryKind[]; language: ScreenLanguage; from: LocalDate; days: number; today: LocalDate; zone: string }): Promise<Lanes> {
  const until = addDays(f.from, f.days);
  const range = { from: atLocal(f.from, '00:00', f.zone), until: atLocal(until, '00:00', f.zone) };
  // A case that began earlier still spans these days.
  const cases = f.kinds.includes('case') ? (await patientTimeline(sql, { hospitalId: f.hospitalId, patientId: f.patientId, kinds: ['case'], limit: 200 })).items : [];
  const others = f.kinds.filter((kind) => kind !== 'case');
  const { items } = others.length === 0 ? { items: [] } : await patientTimeline(sql, { hospitalId: f.hospitalId, patientId: f.patientId, kinds: others, ...range, limit: mostEntries });
  const past = await worded(sql, f.hospitalId, [...items, ...cases], f.language);
  const ahead = f.today < until ? (await patientOutlook(sql, f)).firm : [];
  return lanesOf([...past.map(entryOf), ...ahead.filter(notKnown(past)).map(futureOf)], { ...f, kinds: entryKinds.filter((kind) => f.kinds.includes(kind)) });
}

function entryOf({ id, kind, at, plannedAt, actualAt, state, level, label, text, detail }: TimelineEntry): LaneEntry {
  const closedAt = detail['closedAt'];
  return { id, kind, at, plannedAt, actualAt, state, level, label: [label, text].filter(Boolean).join(' '), ...(kind === 'case' ? { until: typeof closedAt === 'string' ? parseInstant(closedAt) : null } : {}) };
}

const notKnown = (past: readonly TimelineEntry[]) => {
  const ids = new Set(past.map(({ id }) => id));
  return ({ what, occurrence, obligation, kind }: OutlookFirm): boolean => (what === 'message' ? obligation !== null && !ids.has(obligation) : kind !== 'message' && !ids.has(occurrence));
};

const futureOf = ({ at, what, kind, label, occurrence, obligation, recipient }: OutlookFirm): LaneEntry => ({
  id: obligation ?? occurrence, at, plannedAt: null, actualAt: null, state: 'planned', level: null, label,
  kind: what === 'step' ? (kindOfStep[kind] ?? 'message') : recipient === 'patient' || recipient === 'family' ? 'message' : 'staff-message',
});
