/** What a change of version would do to an episode, in lines for a terminal. Steps by their ids, days in episode time: nothing about the patient. */
import type { Preview } from '../db/migration/live.js';
import type { PlanKey } from '../db/plans.js';
import type { Hindrance, HindranceCode } from '../pathways/engine/migration/change.js';
import type { Item } from '../pathways/engine/migration/difference.js';

const hindranceWords: Readonly<Record<HindranceCode, string>> = {
  'same-version': 'it is on this version already',
  'other-package': 'this is a version of another package',
  'not-running': 'the episode is not under way',
  'anchor-missing': 'the version counts from a date that is not known of this patient: set it first',
  'personal-missing': 'the version asks for a number of this patient that was not given: give it first',
  'personal-invalid': 'a number of this patient lies outside what the version allows: change it first',
  'step-under-way': 'the version has no such step, and this one has begun, was agreed or was brought about by a finding: let it end, or cancel it',
  'step-counts-otherwise': 'the version counts this step in another way, and the patient has begun it: it stays on its version',
  'form-under-way': 'a form that waits for its answer is not in the version: wait until it is answered or closed',
  held: 'it is held by a pause or a RED case, and the version has it otherwise: wait until it goes on',
  'second-look': 'a second look of this rule is under way, and the version has the rule otherwise: wait until it is over',
  'open-case': 'a case is open whose deadlines the version has otherwise: close it first',
};

/** Where it lies: `dressing #2`, `escalation/1`, `W-3`; empty when it is about the episode as a whole. */
function placeOf({ step, detail }: Hindrance): string {
  const within = detail?.split('/').slice(1).join('/') || detail;
  return step !== undefined && within?.startsWith(`${step}/`) ? within.replace('/', ' #') : [step, within].filter(Boolean).join(' ');
}

const sayHindrance = (one: Hindrance): string => [placeOf(one), hindranceWords[one.code]].filter(Boolean).join(': ');

const minute = (at: string): string => at.slice(0, 16).replace('T', ' ');
const named = ({ step, occurrence }: Item): string => `${step} #${occurrence.split('/').at(-1)}`;

/** The first line names the episode, each other one thing that changes. */
export function linesOf({ episodeId, version, difference: d }: Preview, { id, version: to }: PlanKey): string[] {
  const head = `${episodeId}  ${id} v${version} → v${to}`;
  if (d.blocked.length > 0) return [`${head}  blocked`, ...d.blocked.map((one) => `  x ${sayHindrance(one)}`)];
  const lines = [
    ...d.gains.map((one) => `  + ${named(one)} ${minute(one.at)}`),
    ...d.loses.map((one) => `  - ${named(one)} ${minute(one.at)}`),
    ...d.moves.map((one) => (one.to === one.at ? `  > ${named(one)} ${minute(one.at)} stays, announced by the new version` : `  > ${named(one)} ${minute(one.at)} → ${minute(one.to)}`)),
    ...d.asks.map((one) => `  ? ${named(one)} ${minute(one.at)} is agreed with the patient and stays; a person is asked`),
    ...(d.steps.length > 0 ? [`  = from now on otherwise: ${d.steps.join(', ')}`] : []),
    ...(d.judges ? ['  = rules, forms or settings are judged otherwise from now on'] : []),
  ];
  return lines.length === 0 ? [`${head}  nothing changes`] : [head, ...lines];
}

export function totalsOf(previews: readonly Preview[]): string {
  const sum = (of: (d: Preview['difference']) => number): number => previews.reduce((all, { difference }) => all + of(difference), 0);
  const blocked = previews.filter(({ difference }) => difference.blocked.length > 0).length;
  return `${previews.length} episodes, ${blocked} blocked; ${sum((d) => d.gains.length)} gained, ${sum((d) => d.loses.length)} lost, ${sum((d) => d.moves.length)} moved, ${sum((d) => d.asks.length)} agreed visits for a person to look at (times in UTC)`;
}

/** Episodes of the package that nobody can be told about yet, so that "0 episodes" is not taken for "nobody is concerned". */
export function notLookedAt({ launching, halted }: { launching: number; halted: number }): string[] {
  return [
    ...(launching > 0 ? [`x ${launching} more not looked at, because just launched: no plan yet. Look again in a minute`] : []),
    ...(halted > 0 ? [`x ${halted} more not looked at, because halted: repair first (docs/operations.md, "Stuck episodes"), then look again`] : []),
  ];
}

/** What undo does not take, by the version that it stays on: whoever asks for it must not think that there was nobody. */
export function notLedBack(leftOut: readonly Preview[], { id, version: to }: PlanKey): string[] {
  const versions = [...new Set(leftOut.map(({ version }) => version))].sort((a, b) => a - b);
  return versions.map((version) => `x ${leftOut.filter((one) => one.version === version).length} more on v${version} cannot be led back: they were launched on it or came to it from another version than v${to}, or something has happened since otherwise than v${to} would have it. Move them: wuyou migrate ${id} --from v${version} --to v${to} --dry-run`);
}
