/** `wuyou packages`: what the built-in menu holds, and whether every rule of it is told by a story. */
import { packageFacts, type PackageFacts } from '../pathways/outline/package-facts.js';
import { formatDiagnostic } from '../pathways/schema/source/diagnostic.js';
import { coverageOf, isTold, type CaseCoverage, type FiredCase } from '../pathways/story/coverage.js';
import { UsageError } from '../platform/plain-error.js';
import { builtInPackages, loadDefinition } from './load-definition.js';
import { firedInAll, storiesOf } from './package-stories.js';

export const summary = 'List all packages with what they hold, and rules without a story';
export const usage = `wuyou packages [--json]

  The newest version of every built-in package: how long it runs, visits sold, contacts by date, rules and stories.
  A rule case is told by a story when the events kept beside the story show that it fired: in an episode of this package (own), or of
  another one, where the same rule id means the same rule. A build carries no such events, so there this is not looked at.
  Exit code 1 when a rule case has no story, or a package does not publish without a complaint.`;

export type PackageRow = {
  id: string; version: number | null; title: string | null;
  /** Null when the publisher refuses it. */
  facts: PackageFacts | null;
  /** What the publisher says; empty when it publishes clean. */
  complaints: string[];
  stories: number;
  /** Null where the events of the stories are not at hand. */
  coverage: CaseCoverage[] | null;
  /** `W-2 case 1`: told by no story of any package. */
  withoutStory: string[];
};

export function run(args: string[]): Promise<number> {
  const unknown = args.find((arg) => arg !== '--json');
  if (unknown !== undefined) throw new UsageError(`Unknown argument ${unknown}.\n\n${usage}`);
  const rows = packageRows();
  process.stdout.write(`${args.includes('--json') ? JSON.stringify({ packages: rows, rulesWithoutStory: rows.reduce((sum, { withoutStory }) => sum + withoutStory.length, 0) }, null, 2) : formatted(rows)}\n`);
  return Promise.resolve(exitCodeOf(rows));
}

export const exitCodeOf = (rows: readonly PackageRow[]): number => (rows.every(({ complaints, withoutStory }) => complaints.length === 0 && withoutStory.length === 0) ? 0 : 1);

type Told = readonly FiredCase[][] | null;

/** `told`: the rule cases that each story makes fire. */
export const packageRows = (told: Told = firedInAll(builtInPackages().flatMap(storiesOf))): PackageRow[] => builtInPackages().map((id) => rowOf(id, told));

function rowOf(id: string, told: Told): PackageRow {
  const compiled = loadDefinition(id);
  const stories = storiesOf(id).length;
  if (!compiled.ok) return { id, version: null, title: null, facts: null, complaints: compiled.diagnostics.map(formatDiagnostic), stories, coverage: told && [], withoutStory: [] };
  const { plan, meta, texts, warnings } = compiled;
  const coverage = told && coverageOf(plan, told);
  return {
    id, version: plan.version, title: texts['zh-CN'][meta.title] ?? null, facts: packageFacts(plan, meta), complaints: warnings.map(formatDiagnostic), stories, coverage,
    withoutStory: (coverage ?? []).filter((one) => !isTold(one)).map(({ rule, case: n }) => `${rule} case ${n}`),
  };
}

export function formatted(rows: readonly PackageRow[]): string {
  const head = ['package', 'days', 'visits', 'contacts', 'rules', 'cases', 'stories', 'own', 'shared', 'none', 'publishes'];
  const lines = rows.map(({ id, version, facts, complaints, stories, coverage, withoutStory }) => [
    version === null ? id : `${id}@${version}`, ...(facts ? [daysOf(facts), facts.visits, facts.contacts, facts.rules, facts.cases] : ['–', '–', '–', '–', '–']), stories,
    ...(coverage ? [coverage.filter(({ own }) => own > 0).length, coverage.filter(({ own, others }) => own === 0 && others > 0).length, withoutStory.length] : ['–', '–', '–']),
    facts === null ? 'refused' : complaints.length === 0 ? 'clean' : `${complaints.length} ${complaints.length === 1 ? 'warning' : 'warnings'}`,
  ].map(String));
  const widths = head.map((title, column) => Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)));
  const row = (cells: readonly string[]): string => cells.map((cell, column) => (column === 0 || column === cells.length - 1 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ').trimEnd();
  const untold = rows.flatMap(({ id, withoutStory }) => withoutStory.map((rule) => `${id}: ${rule} has no story`));
  const cases = rows.reduce((sum, { facts }) => sum + (facts?.cases ?? 0), 0);
  const looked = rows.every(({ coverage }) => coverage !== null);
  return [
    row(head), ...lines.map(row), '',
    'own, shared, none: rule cases that fire in a story of this package, only in one of another package, in none. days: of the longest course; with +: of one round.',
    ...rows.flatMap(({ complaints }) => complaints), ...untold,
    `${rows.length} packages, ${rows.reduce((sum, { stories }) => sum + stories, 0)} stories, ${cases} rule cases${looked ? `, ${untold.length} without a story` : ''}.`,
    ...(looked ? [] : ['The events of the stories are not part of this build: which rules a story tells is seen where the sources are.']),
  ].join('\n');
}

const daysOf = ({ days, rounds }: PackageFacts): string => (rounds === null ? String(days) : `${Math.max(days, rounds.days)}+`);
