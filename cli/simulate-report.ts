/** What `wuyou simulate` prints: a line per package, then everything that did not hold, with its reason. */
import { readFileSync } from 'node:fs';
import { invariants, type Invariant } from '../pathways/simulate/audit.js';
import type { Plan } from '../pathways/engine/plan.js';
import { brokenBeyondKnown, judge, measured, metrics, readBands, type Bands, type Metric, type Verdict } from '../pathways/simulate/bands.js';
import { numbersWithoutProfile } from '../pathways/simulate/draw.js';
import { durationOf } from '../pathways/simulate/duration.js';
import { bodyOf, type Profiles } from '../pathways/simulate/profile.js';
import type { Totals } from '../pathways/simulate/totals.js';

/**
 * `verdicts`: null when too few patients, or too few days, were run to say anything; empty when the package has no bands.
 * `broken`: promises that were broken more often than is known.
 */
export type Line = { broken: string[]; /** Numbers that no profile knows: answered from the plan's own rules. */ unknown: string[]; id: string; version: number; cap: number; days: number; totals: Totals; verdicts: Verdict[] | null };

/** Fewer patients say nothing about a band: one case more or less would break it. */
export const fewestForBands = 200;

export const builtInBands = (): Bands => readBands(readFileSync(new URL('../pathways/simulate/bands.yaml', import.meta.url), 'utf8'));

/** `patients`: how many were asked for; `days`: null: the full course. */
export function lineOf(plan: Plan, totals: Totals, { bands, profiles, patients, days }: { bands: Bands; profiles: Profiles; patients: number; days: number | null }): Line {
  return {
    broken: brokenBeyondKnown(bands, plan.id, totals), unknown: numbersWithoutProfile(plan, bodyOf(profiles, plan.id)), id: plan.id, version: plan.version, cap: plan.dailySmsCap,
    days: days ?? durationOf(plan, profiles), totals, verdicts: patients >= fewestForBands && days === null ? judge(bands, plan.id, totals) : null,
  };
}

export const holds = ({ totals, verdicts, broken }: Line): boolean =>
  totals.errors.length === 0 && broken.length === 0 && (verdicts === null || (verdicts.length > 0 && verdicts.every(({ ok }) => ok)));

export const columns: readonly [Metric, string, number][] = [['messages', 'texts/wk', 1], ['visits', 'visits', 1], ['red', 'RED/100', 1], ['orange', 'ORA/100', 0], ['yellow', 'YEL/100', 0], ['answered', 'answ %', 0], ['measured', 'meas %', 0], ['completed', 'compl %', 0]];

const cell = (text: string | number, width: number): string => String(text).padStart(width);
export const shown = (value: number | null, places: number): string => (value === null ? '–' : value.toFixed(places));

export const mostSms = ({ smsDays }: Totals): number => Math.max(0, ...Object.keys(smsDays).map(Number));
const daysAbove = ({ smsDays }: Totals, cap: number): number => Object.entries(smsDays).reduce((sum, [n, days]) => sum + (Number(n) > cap ? days : 0), 0);
const sentOf = (totals: Totals, wanted: RegExp): number => Object.entries(totals.messages).reduce((sum, [key, n]) => sum + (wanted.test(key) ? n : 0), 0);

export function formatReport(lines: readonly Line[], { seed, seconds }: { seed: number; seconds: number }): string {
  const head = `${'package'.padEnd(25)}${cell('days', 5)}${cell('patients', 9)}${columns.map(([, title]) => cell(title, 9)).join('')}${cell('SMS/day', 9)}  holds`;
  const rows = lines.map((line) => {
    const { id, version, days, totals, verdicts } = line;
    const values = measured(totals);
    const marks = columns.map(([metric, , places]) => cell(`${shown(values[metric], places)}${verdicts?.some((v) => v.metric === metric && !v.ok) ? '*' : ''}`, 9)).join('');
    return `${`${id}@${version}`.padEnd(25)}${cell(days, 5)}${cell(totals.patients, 9)}${marks}${cell(`≤${mostSms(totals)}`, 9)}  ${holds(line) ? (verdicts === null ? 'yes (no bands looked at)' : 'yes') : 'NO'}`;
  });
  return [head, ...rows, '', ...formatAudit(lines), ...lines.flatMap(problems), '', `Seed ${seed}; ${lines.reduce((sum, { totals }) => sum + totals.events, 0)} events, ${lines.reduce((sum, { totals }) => sum + totals.inputs, 0)} inputs in ${seconds.toFixed(0)} s. * outside its band.`].join('\n');
}

/** The promise about the daily cap in numbers, then every other promise with how often it was broken. */
export function formatAudit(lines: readonly Line[]): string[] {
  const all = (count: (line: Line) => number): number => lines.reduce((sum, line) => sum + count(line), 0);
  const broken = (invariant: Invariant): number => all(({ totals }) => totals.broken[invariant]?.count ?? 0);
  return [
    `Audit of ${all(({ totals }) => totals.audited)} patients; errors of the engine: ${all(({ totals }) => totals.errors.length)}; acts that had lost their object and were not tried: ${all(({ totals }) => totals.pointless)}`,
    `  daily cap: ${all(({ totals }) => sentOf(totals, /^(safety|dose|visit) sent/))} safety, dose and visit messages sent, ${broken('yielded')} of them yielded to it; ${all(({ totals }) => sentOf(totals, /suppressed daily-cap$/))} others did;`,
    `  ${all(({ totals, cap }) => daysAbove(totals, cap))} patient-days with more SMS than the cap, the surplus being safety, dose and visit messages`,
    ...(Object.keys(invariants) as Invariant[]).map((name) => `  ${cell(broken(name), 6)}  ${invariants[name]}`),
  ];
}

function problems({ id, totals, verdicts, unknown }: Line): string[] {
  return [
    ...(unknown.length > 0 ? [`${id}: no profile for ${unknown.join(', ')}`] : []),
    ...totals.errors.slice(0, 5).map((error) => `${id}: ENGINE ERROR ${error}`),
    ...Object.entries(totals.broken).flatMap(([name, { count, examples }]) => [`${id}: ${name} ${count} times`, ...examples.map((example) => `    ${example}`)]),
    ...(verdicts?.length === 0 ? [`${id}: has no bands in pathways/simulate/bands.yaml`] : []),
    ...(verdicts ?? []).filter(({ ok }) => !ok).map(({ metric, value, low, high, why }) => `${id}: ${metrics[metric]}: ${shown(value, 2)}, expected ${low} to ${high} (${why})`),
  ];
}

/** For one package alone: everything that was counted. */
export function formatDetails(totals: Totals): string {
  const table = (title: string, rows: Record<string, number>): string[] => [
    '', title, ...Object.entries(rows).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, n]) => `  ${key.padEnd(44)} ${cell(n, 9)}`),
  ];
  return [
    ...table('Episodes', totals.statuses), ...table('Steps', totals.steps), ...table('Messages', totals.messages), ...table('Rules that raised or upgraded a case', totals.rules), ...table('Deadlines missed', totals.breaches),
    ...table('Patient-days by number of SMS', totals.smsDays), '', `Largest state of an episode          ${totals.largestStateBytes} bytes`,
  ].join('\n');
}
