/** Several runs as one: a thousand crashes are ten runs of a hundred, so that a run which is cut off costs one tenth. */
import { boundOf, breaches, everyPoint, type Report } from './report.js';
import { faultNames } from './faults.js';

/** Why these runs may not be added up, in words; null: they may. */
export function refusal(reports: readonly Report[]): string | null {
  const seeds = reports.map(({ seed }) => seed);
  const twice = seeds.find((seed, i) => seeds.indexOf(seed) !== i);
  if (reports.length === 0) return 'There is no report: name the folders of finished runs under .data/chaos';
  if (twice !== undefined) return `Seed ${twice} is there twice, and the same plan says no more the second time: leave one of the two out, and say so if it failed`;
  if (new Set(reports.map(({ program }) => program)).size > 1) return `The runs are of different programs (${reports.map(({ seed, program }) => `seed ${seed}: ${program}`).join(', ')}): what one build survived says nothing of another`;
  return null;
}

/** A run that failed stays in the sum, with its breaches: nothing is chosen by its outcome. */
export function addUp(reports: readonly Report[]): { passed: boolean; text: string } {
  const sum = (of: (report: Report) => number): number => reports.reduce((total, report) => total + of(report), 0);
  const failed = reports.map((report) => ({ report, found: breaches(report) })).filter(({ found }) => found.length > 0);
  const crashes = sum((r) => r.crashes);
  const lines = [
    `${reports.length} runs of program ${reports[0]?.program ?? ''}, seeds ${reports.map(({ seed }) => seed).join(', ')}: ${crashes} crashes, ${sum((r) => r.records.filter(({ of }) => of === 'postgres').length)} of PostgreSQL, ${sum((r) => r.journal.episodes)} episodes, ${Math.round(sum((r) => r.tookMs) / 60_000)} min`,
    'kill points that fired:', ...everyPoint.map((point) => `  ${point.padEnd(28)} ${String(sum((r) => r.points[point] ?? 0)).padStart(6)}`),
    'named faults, and how often their effect was seen:', ...faultNames.map((name) => `  ${name.padEnd(28)} ${String(sum((r) => Math.max(0, r.felt[name] ?? 0))).padStart(6)}`),
    `messages: ${sum((r) => r.vendors.sent)} obligations sent by a vendor, ${sum((r) => r.vendors.taken)} on the vendors' lists, ${sum((r) => r.vendors.settledByLookup)} settled by a look-up`,
    `  lost ${sum((r) => r.vendors.lost.length)}, doubled without a record ${sum((r) => r.vendors.doubled.length)}, doubled and recorded as possible ${sum((r) => r.vendors.recordedDoubled.length)} (feared and not doubled ${sum((r) => r.vendors.feared)}), in doubt and handed to a person ${sum((r) => r.vendors.unconfirmedTaken)}, exchanged ${sum((r) => r.vendors.exchanged.length)}`,
    `commands: ${sum((r) => r.commands.sent)} sent, ${sum((r) => r.journal.accepted)} accepted; missing in the journal ${sum((r) => r.journal.missingInputs.length)}, twice ${sum((r) => r.journal.repeatedInputs.length)}`,
    `journal: ${sum((r) => r.journal.entries)} entries, decided again the same: ${sum((r) => r.journal.entries - r.journal.different.length)}`,
    failed.length === 0
      ? `passed: no failure in ${crashes} crashes, so with 95 % confidence fewer than ${boundOf(crashes)} of such crashes lose or double anything unrecorded`
      : `FAILED: ${failed.length} of ${reports.length} runs\n${failed.flatMap(({ report, found }) => found.map((line) => `  - seed ${report.seed}: ${line}`)).join('\n')}`,
  ];
  return { passed: failed.length === 0, text: lines.join('\n') };
}
