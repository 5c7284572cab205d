/** Runs a documented example through the story runner and words its events for the page. */
import type { EpisodeEvent } from '../engine/events.js';
import { runStory } from '../story/run.js';
import { Story } from '../story/schema.js';
import { sayDay } from '../calendar/words.js';
import type { Definition } from './definition.js';
import type { Example } from './example.js';

/** The lines to print, in time order: `D1 10:00  EscalationRaised  1 orange [W-1] ...`. */
export function runExample(example: Example, definition: Definition, other: Definition | null = null): string[] {
  const story = Story.parse({
    story: example.construct,
    episodes: [
      { as: 'e', package: 'example', anchors: { discharge: example.discharge }, at: example.launched, ...(example.personal && { personal: example.personal }) },
      ...(other ? [{ as: 'other', package: 'other', anchors: { discharge: example.discharge }, at: example.within?.launched ?? example.launched, ...(example.within && { within: 'e' }) }] : []),
    ],
    inputs: [...example.inputs, { at: example.until, 'clock-reached': {} }],
  });
  const { events, refused } = runStory(story, { example: definition, ...(other && { other }) });
  if (refused.length > 0) throw new Error(`Example ${example.construct}: ${refused.map(({ refusal }) => refusal.message).join('; ')}`);
  const steps = example.show.of === undefined ? null : [example.show.of].flat();
  return events.filter((event) => example.show.types.includes(event.type) && concerns(event, steps, events)).map((event) => line(event, example.discharge));
}

/** Events of other steps are left out; events of no step are not. */
function concerns(event: EpisodeEvent, steps: string[] | null, all: readonly EpisodeEvent[]): boolean {
  if (steps === null) return true;
  const step = stepOf(event, all);
  return step === null || steps.includes(step);
}

function stepOf(event: EpisodeEvent, all: readonly EpisodeEvent[]): string | null {
  if ('step' in event) return event.step;
  if ('occurrence' in event && typeof event.occurrence === 'string') return event.occurrence.split('/')[1] ?? null;
  const id = event.type === 'ObligationPlanned' ? event.obligation.id : 'obligation' in event && typeof event.obligation === 'string' ? event.obligation : null;
  if (id === null) return null;
  const planned = all.find((one) => one.type === 'ObligationPlanned' && one.obligation.id === id);
  return planned?.type === 'ObligationPlanned' ? (planned.obligation.occurrence?.split('/')[1] ?? null) : null;
}

/** What the reader need not see: the cause is summed up, the rest is the machine's own bookkeeping. */
const hidden = ['type', 'at', 'cause', 'in', 'calendar', 'facts', 'lookBack', 'next', 'awaiting', 'fills', 'windowFrom', 'n', 'step', 'prefixes', 'sharedFrom', 'revision', 'submission', 'stale', 'booking', 'plan', 'version', 'zone', 'case'];
const empty = (value: unknown): boolean => value === null || JSON.stringify(value) === '{}' || (Array.isArray(value) && value.length === 0);

function line(event: EpisodeEvent, anchor: string): string {
  const shown: [string, unknown][] = event.type === 'ObligationPlanned' ? obligation(event.obligation) : event.type === 'RulesEvaluated' ? verdicts(event) : Object.entries(event).filter(([key, value]) => !hidden.includes(key) && value !== false && !empty(value));
  const fields = shown.map(([key, value]) => `${key}: ${say(value, anchor)}`).join(', ');
  const why = because(event);
  return `${sayDay(event.at, anchor, zone).padEnd(9)} ${event.type}${fields === '' ? '' : `  ${fields}`}${why === '' ? '' : `  ← ${why}`}`;
}

const zone = 'Asia/Shanghai';

const obligation = (one: Extract<EpisodeEvent, { type: 'ObligationPlanned' }>['obligation']): [string, unknown][] =>
  [['obligation', one.id], ['to', one.recipient], ['text', one.text], ['dueAt', one.dueAt], ['channels', one.channels]];

type Evaluated = Extract<EpisodeEvent, { type: 'RulesEvaluated' }>;

const verdicts = ({ fired, rejected, undecided }: Evaluated): [string, unknown][] => [
  ['fired', fired.map((one) => `${one.rule} case ${(one.case ?? 0) + 1}${compared(one)}`)],
  ['rejected', rejected.map((one) => `${one.rule}${compared(one)}`)],
  ['undecided', undecided.map((one) => `${one.rule} (no ${one.missing.join(', ')})`)],
].filter((pair): pair is [string, string[]] => pair[1] !== undefined && pair[1].length > 0);

function because({ cause }: EpisodeEvent): string {
  if (cause.kind === 'policy') return `policy ${cause.policy}`;
  return cause.kind === 'rule' ? `rule ${cause.rule}, case ${cause.case + 1}${compared(cause)}` : '';
}

/** ` (wound.pain 8, severe 7)`: the very values that were compared. */
function compared({ inputs, parameters }: { inputs: Record<string, unknown>; parameters: Record<string, unknown> }): string {
  const values = Object.entries({ ...inputs, ...parameters }).map(([name, value]) => `${name} ${value === null ? 'missing' : String(value)}`);
  return values.length === 0 ? '' : ` (${values.join(', ')})`;
}

function say(value: unknown, anchor: string): string {
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\dT/.test(value) ? sayDay(value, anchor, zone) : value.replace(/^e\//, '').replace(/^([a-z0-9-]+)\/(\d+)$/, '$1#$2');
  if (Array.isArray(value)) return `[${value.map((one) => say(one, anchor)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([, one]) => !empty(one));
    return `{ ${fields.map(([key, one]) => `${key}: ${say(one, anchor)}`).join(', ')} }`;
  }
  return String(value);
}
