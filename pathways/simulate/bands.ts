/** What a package was expected to do to a thousand people, written down before anybody looked (`bands.yaml`), and whether it did. */
import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { Totals } from './totals.js';

export const metrics = {
  messages: 'texts that reached patient or family, per patient-week',
  visits: 'visits that took place, per patient',
  red: 'RED cases per 100 patients', orange: 'ORANGE cases per 100 patients', yellow: 'YELLOW cases per 100 patients',
  answered: 'forms answered, of those asked (percent)',
  measured: 'measurements made, of those asked (percent)',
  completed: 'courses completed, of those begun (percent)',
} as const;
export type Metric = keyof typeof metrics;
const names = Object.keys(metrics) as [Metric, ...Metric[]];

const Band = z.strictObject({
  low: z.number().min(0),
  high: z.number().min(0),
  /** Why this much. */
  why: z.string().min(20, 'say why in a sentence'),
  /**
   * The expectation was wrong: what it was, what the run showed, and why that is right. Without `showed` the package itself has changed, and the
   * new expectation was written before its first run. Never a silent change.
   */
  revised: z.array(z.strictObject({ on: z.iso.date(), was: z.tuple([z.number(), z.number()]), showed: z.number().optional(), because: z.string().min(20) })).optional(),
}).refine(({ low, high }) => low <= high, 'low is the smaller one');

/** What is known to happen and cannot be mended in a version that is published; only of what annoys, never of what endangers. */
const Known = z.strictObject({ sameQuestion: z.strictObject({ mostPer100: z.number().positive(), since: z.iso.date(), why: z.string().min(20) }).optional() });

const ofPackage = z.strictObject({
  messages: Band.optional(), visits: Band.optional(), red: Band.optional(), orange: Band.optional(), yellow: Band.optional(), answered: Band.optional(), measured: Band.optional(), completed: Band.optional(),
  known: Known.optional(),
});
export const BandFile = z.record(z.string(), ofPackage);
export type Bands = z.infer<typeof BandFile>;

export function readBands(yaml: string): Bands {
  const parsed = BandFile.safeParse(parseDocument(yaml).toJS());
  if (!parsed.success) throw new Error(`bands.yaml: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** null: the package has none of it. */
export function measured(totals: Totals): Record<Metric, number | null> {
  const per = (n: number, of: number): number | null => (of > 0 ? n / of : null);
  const share = (kind: string): number | null => {
    const done = totals.steps[`${kind} completed`] ?? 0;
    const rate = per(done, done + (totals.steps[`${kind} failed`] ?? 0));
    return rate === null ? null : rate * 100;
  };
  const { patients, cases } = totals;
  return {
    messages: per(totals.reachedPatient, totals.patientWeeks), visits: per(totals.steps['visit completed'] ?? 0, patients),
    red: per(cases.red * 100, patients), orange: per(cases.orange * 100, patients), yellow: per(cases.yellow * 100, patients),
    answered: share('form'), measured: share('reading'), completed: per((totals.statuses.completed ?? 0) * 100, patients),
  };
}

export type Verdict = { metric: Metric; value: number | null; low: number; high: number; ok: boolean; why: string };

/** In the order of the metrics; a package without bands has none, which the caller must not take for good. */
export function judge(bands: Bands, packageId: string, totals: Totals): Verdict[] {
  const of = bands[packageId] ?? {};
  const values = measured(totals);
  return names.flatMap((metric): Verdict[] => {
    const band = of[metric];
    if (!band) return [];
    const value = values[metric];
    return [{ metric, value, low: band.low, high: band.high, why: band.why, ok: value !== null && value >= band.low && value <= band.high }];
  });
}

/** Promises that were broken more often than is known of this package. */
export function brokenBeyondKnown(bands: Bands | null, packageId: string, { broken, patients }: Totals): string[] {
  const known = bands?.[packageId]?.known?.sameQuestion;
  return Object.entries(broken).filter(([name, { count }]) => !(name === 'sameQuestion' && known && (count * 100) / Math.max(1, patients) <= known.mostPer100)).map(([name]) => name);
}
