/** What a run found, as a table for people and as JSON for later; and the judgement whether it passed. */
import { faultNames, type FaultName } from './faults.js';
import type { JournalComparison } from './journal-comparison.js';
import type { OracleCheck } from './oracle.js';
import { pointsOf, type Form } from './plan.js';
import type { VendorComparison } from './vendor-comparison.js';
import { neverShown } from './vendor-faults.js';
import type { WorkflowComparison } from './workflow-comparison.js';

export type CrashRecord = { of: 'worker' | 'api' | 'postgres' | 'fault'; point: string; fired: boolean; tookMs: number };

export type Report = {
  seed: number;
  /** Missing in reports from before there was a short one. */
  form?: Form;
  /** Hash of the compiled files: runs of different programs are not added up. */
  program: string;
  /** Of worker and API, at which the point was reached. */
  crashes: number;
  patients: number;
  tookMs: number;
  /** Lines that the points left, by name. */
  points: Record<string, number>;
  records: CrashRecord[];
  /** How often the effect of each named fault was seen; -1: this machine cannot do it. */
  felt: Partial<Record<FaultName, number>>;
  /** `atFirst`: what was open after the last input; `open`: at the end. */
  settled: { settled: boolean; afterMs: number; atFirst: Record<string, number>; open: Record<string, number>; /** Rows and update events, for whoever must find out why. */ stuck?: string[] };
  /** Send requests that arrived, per vendor. */
  posts: Record<string, number>;
  /** What the vendors did with them. */
  served: Record<string, Record<string, number>>;
  /** What was wrong with their reports. Missing in reports from before it was counted. */
  reported?: Record<string, Record<string, number>>;
  commands: { sent: number; repeated: number; refused: number; unanswered: number; unavailable: number; diskFull: number };
  vendors: VendorComparison;
  journal: JournalComparison;
  workflows: WorkflowComparison;
  /** Falsehoods put into the vendors' lists and our promises, and whether the comparison found them. */
  oracle: OracleCheck;
  audit: { clean: boolean; output: string };
};

export const everyPoint = pointsOf('long');

/** The rarest fault of the mix is one POST in 25, and a hundred crashes have some 900 for each vendor; the short form's seed shows each of them early. */
const enoughForEveryFault = 100;

/**
 * Empty: the run passed. One sentence per breach. A short form is judged by everything but the named faults, which it does not inflict: they
 * would make it twice as long. Nothing here is about how fast: what does not come to rest has stood still for minutes (resting.ts).
 */
export function breaches(report: Report): string[] {
  const { form = 'long', crashes, points, records, felt, settled, commands, vendors, journal, workflows, oracle, audit } = report;
  const some = (what: string, found: readonly string[]): string[] => (found.length === 0 ? [] : [`${found.length} ${what}: ${found.slice(0, 5).join('; ')}`]);
  return [
    ...some('points never fired', pointsOf(form).filter((point) => (points[point] ?? 0) === 0)),
    ...(form === 'short' ? [] : some('faults that nobody felt', faultNames.filter((name) => (felt[name] ?? 0) === 0))),
    ...(form === 'short' || crashes >= enoughForEveryFault ? some('faults that no vendor showed', neverShown(report, form === 'long')) : []),
    ...(records.filter(({ of }) => of === 'postgres').length < 2 ? ['PostgreSQL was not crashed twice'] : []),
    ...(settled.settled ? [] : [`not settled: ${JSON.stringify(settled.open)} stood still, ${Math.round(settled.afterMs / 1000)} s after the last input: ${(settled.stuck ?? []).slice(0, 5).join('; ')}`]),
    ...(commands.unanswered === 0 ? [] : [`${commands.unanswered} commands were never answered`]),
    ...some('lost', vendors.lost), ...some('doubled without a record', vendors.doubled), ...some('at the vendor but not in the ledger', vendors.unrecorded),
    ...some('at the vendor under an unknown id', vendors.unknown), ...some('attempts with the message of another', vendors.exchanged),
    ...some('accepted inputs in no journal', journal.missingInputs), ...some('inputs with two effects', journal.repeatedInputs),
    ...some('broken chains', journal.broken), ...some('entries that the engine decides differently', journal.different),
    ...some('faults of workflows', workflows.faults),
    ...some('falsehoods that the comparison did not find', Object.entries(oracle).flatMap(([falsehood, found]) => (found ? [] : [falsehood]))),
    ...(audit.clean ? [] : [`the audit is not clean: ${audit.output.slice(0, 2_000)}`]),
  ];
}

/** Zero failures in n independent trials: with 95 % confidence the rate is below 3/n. */
export const boundOf = (crashes: number): string => `${((3 / crashes) * 100).toFixed(crashes >= 300 ? 2 : 1)} %`;

const counted = (by: Record<string, Record<string, number>>): string[] => Object.entries(by).map(([vendor, counts]) => `  ${vendor}: ${Object.entries(counts).map(([what, n]) => `${what} ${n}`).join(', ')}`);

export function show(report: Report): string {
  const { vendors, journal, workflows, points, commands } = report;
  const found = breaches(report);
  const form = report.form ?? 'long';
  const table = pointsOf(form).map((point) => `  ${point.padEnd(28)} ${String(points[point] ?? 0).padStart(5)}`);
  return [
    `${form} form, seed ${report.seed}, program ${report.program}, ${report.crashes} crashes, ${report.records.filter(({ of }) => of === 'postgres').length} of PostgreSQL, ${journal.episodes} episodes, ${Math.round(report.tookMs / 1000)} s`,
    'kill points that fired:', ...table,
    ...(form === 'short' ? [] : ['named faults, and how often their effect was seen:', ...faultNames.map((name) => `  ${name.padEnd(28)} ${(report.felt[name] ?? 0) < 0 ? 'not run: this machine cannot do it' : String(report.felt[name] ?? 0).padStart(5)}`)]),
    'what the vendors did with the POSTs:', ...counted(report.served),
    'what was wrong with their reports:', ...counted(report.reported ?? {}),
    `messages: ${vendors.sent} obligations sent by a vendor, ${vendors.taken} on the vendors' lists, ${vendors.settledByLookup} settled by a look-up`,
    `  lost ${vendors.lost.length}, doubled without a record ${vendors.doubled.length}, doubled and recorded as possible ${vendors.recordedDoubled.length} (feared and not doubled ${vendors.feared}), in doubt and handed to a person ${vendors.unconfirmedTaken}, exchanged ${vendors.exchanged.length}`,
    `  obligations by outcome: ${Object.entries(vendors.byState).map(([state, n]) => `${state} ${n}`).join(', ')}`,
    `commands: ${commands.sent} sent, ${commands.repeated} repeated, ${journal.accepted} accepted; missing in the journal ${journal.missingInputs.length}, twice ${journal.repeatedInputs.length}, refused later ${JSON.stringify(journal.refusedLater)}`,
    `journal: ${journal.entries} entries, decided again the same: ${journal.entries - journal.different.length}`,
    `workflows: ${workflows.runs} runs, ${workflows.running} running, ${workflows.completed} completed, ${workflows.taskTimeouts} workflow tasks timed out with their worker, faults ${workflows.faults.length}`,
    `the comparison finds what is falsified: ${Object.values(report.oracle).filter(Boolean).length} of ${Object.values(report.oracle).length}`,
    `settled ${report.settled.settled ? `${Math.round(report.settled.afterMs / 1000)} s after the last input, from ${JSON.stringify(report.settled.atFirst)}` : 'NOT'}; audit ${report.audit.clean ? 'clean' : 'NOT clean'}`,
    found.length === 0
      ? `passed: no failure in ${report.crashes} crashes, so with 95 % confidence fewer than ${boundOf(report.crashes)} of such crashes lose or double anything unrecorded`
      : `FAILED:\n${found.map((line) => `  - ${line}`).join('\n')}`,
  ].join('\n');
}
