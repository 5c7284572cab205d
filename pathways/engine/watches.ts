/**
 * Rules that look twice. `confirm`: a single high value asks for another, the mean decides, none in time counts as confirmed.
 * `persist`: what is still there after so many hours becomes graver.
 */
import { addHours, addMinutes } from '../time.js';
import type { Watch } from './episode.js';
import { atLevel, findingOf } from './escalation/case.js';
import { raise } from './escalation/raise.js';
import { latestMoment } from './history.js';
import { careId } from './ids.js';
import { planObligation, suppressWhere } from './obligations.js';
import type { Rule, RuleCase } from './plan.js';
import { causeOf, evaluateRule, type Evaluation, type Fired, type Moment } from './rules.js';
import type { Obligation, RuleVerdict } from './events.js';
import { because, emit, type Run } from './run.js';
import { startSteps } from './start-steps.js';
import type { EscalationId, Level } from './vocabulary.js';

const watchId = (kind: Watch['kind'], rule: string): string => `${kind}/${rule}`;

const hasOpenCase = (run: Run, rule: string): boolean => Object.values(run.episode.escalations).some(({ rules }) => rules.includes(rule));

/** False while a fired rule still waits for its second value; then the patient has been asked for it. */
export function confirmed(run: Run, fired: Fired): boolean {
  const { rule, of } = fired;
  const id = watchId('confirm', rule.id);
  if (!rule.confirm || of.level === null || hasOpenCase(run, rule.id)) return true;
  if (justConfirmed(run, id)) return true;
  because(run, causeOf(fired), () => {
    const until = addMinutes(run.at, rule.confirm?.withinMinutes ?? 0);
    emit(run, { type: 'WatchStarted', watch: id, rule: rule.id, case: fired.case, kind: 'confirm', until, escalation: null, inputs: fired.verdict.inputs });
    askAgain(run, rule);
  });
  return false;
}

function justConfirmed(run: Run, id: string): boolean {
  const last = run.events.findLast((event) => event.type === 'WatchEnded' && event.watch === id);
  return last?.type === 'WatchEnded' && last.at === run.at && last.result === 'confirmed';
}

/** Two rules that wait for the same second value ask once. */
function askAgain(run: Run, { confirm }: Rule): void {
  if (!confirm || Object.values(run.episode.obligations).some(isRequest)) return;
  planObligation(run, {
    owner: careId(run.episode.id), revision: run.episode.counts.care + 1, purpose: 'measure-again', class: 'safety', recipient: 'patient', text: confirm.text,
    dueAt: addMinutes(run.at, confirm.askAfterMinutes), expiresAt: addMinutes(run.at, confirm.withinMinutes), channels: ['wechat', 'sms'],
    quietHours: 'pass',
  });
}

/** The second value has come: it fires too (the session's mean decides), or the first was a single high one. */
export function settleConfirmations(run: Run, { fired, rejected, undecided }: Evaluation, moment: Moment): void {
  for (const f of fired) endWatch(run, watchId('confirm', f.rule.id), 'confirmed');
  for (const verdict of rejected) endWatch(run, watchId('confirm', verdict.rule), 'not-confirmed');
  for (const verdict of undecided) if (callsOff(run, verdict, moment)) endWatch(run, watchId('confirm', verdict.rule), 'not-confirmed');
  if (!Object.values(run.episode.watches).some(({ kind }) => kind === 'confirm')) suppressWhere(run, isRequest, 'done');
}

/**
 * A second measurement has come and the rule is not true of it, only undecided: what is missing was missing already when the first one fired,
 * so it had no part in that, and what had its part is not so any more. What was known then and is missing now might still hold: then the
 * hours decide, as if no second value had come.
 */
function callsOff({ plan, episode }: Run, { rule: id, missing }: RuleVerdict, { current }: Moment): boolean {
  const watch = episode.watches[watchId('confirm', id)];
  const rule = plan.rules.find((one) => one.id === id);
  if (episode.semantics < 3 || !watch || !rule) return false;
  const measured = rule.inputs.some((path) => Object.hasOwn(current, path) && Object.hasOwn(plan.readings, path.slice(0, path.indexOf('.'))));
  return measured && missing.every((name) => watch.inputs[name] === null);
}

const isRequest = ({ purpose }: Obligation): boolean => purpose === 'measure-again';

/** Reported gone before its hours are over. */
export function settlePersistence(run: Run, rejected: RuleVerdict[]): void {
  for (const verdict of rejected) endWatch(run, watchId('persist', verdict.rule), 'gone');
}

function endWatch(run: Run, id: string, result: 'confirmed' | 'not-confirmed' | 'gone'): void {
  if (run.episode.watches[id]) emit(run, { type: 'WatchEnded', watch: id, result });
}

/** Starts once; a repeat of the finding does not push the second look away. */
export function watchPersistence(run: Run, fired: Fired, escalation: EscalationId): void {
  const { rule } = fired;
  const id = watchId('persist', rule.id);
  if (!rule.persist || fired.of.level === null || run.episode.watches[id]) return;
  emit(run, {
    type: 'WatchStarted', watch: id, rule: rule.id, case: fired.case, kind: 'persist', until: addHours(run.at, rule.persist.hours), escalation, inputs: fired.verdict.inputs,
  }, causeOf(fired));
}

/** The watch's time is over. Rules that waited for the same second value are one submission: one case, the graver first. */
export function watchEnds(run: Run, watch: Watch): void {
  if (watch.kind === 'persist') return lookAgain(run, watch);
  const together = Object.values(run.episode.watches).filter(({ kind, until }) => kind === 'confirm' && until === watch.until);
  const fired = together.flatMap((one) => firedOf(run, one) ?? []);
  for (const { id } of together) emit(run, { type: 'WatchEnded', watch: id, result: 'confirmed' });
  act(run, fired.toSorted((a, b) => run.plan.rules.indexOf(a.rule) - run.plan.rules.indexOf(b.rule)));
}

/** What fired when the watch began. */
function firedOf(run: Run, watch: Watch): Fired | null {
  const rule = run.plan.rules.find(({ id }) => id === watch.rule);
  const of = rule?.cases[watch.case];
  return rule && of ? { rule, case: watch.case, of, verdict: { rule: rule.id, case: watch.case, inputs: watch.inputs, parameters: {}, missing: [] } } : null;
}

function lookAgain(run: Run, watch: Watch): void {
  const first = firedOf(run, watch);
  const again = first && evaluateRule(run.plan, run.episode, first.rule, latestMoment(run.plan, run.episode, run.at));
  if (!first || !again || again.kind === 'rejected') return emit(run, { type: 'WatchEnded', watch: watch.id, result: 'gone' });
  emit(run, { type: 'WatchEnded', watch: watch.id, result: 'still-there' });
  const found = again.kind === 'fired' ? again.fired : first;
  const { persist } = first.rule;
  act(run, [persist ? { ...found, of: { ...become(run, found.of, persist.become), start: [] } } : found]);
}

/** Until semantics 9 what became graver kept the words of its rule. */
const become = ({ plan, episode }: Run, of: RuleCase, level: Level): RuleCase => (episode.semantics >= 9 ? atLevel(plan, of, level) : { ...of, level });

function act(run: Run, fired: Fired[]): void {
  const finding = findingOf(run.plan, fired, run.episode.semantics);
  const leading = fired.find((f) => f.of.instruction === finding?.instruction);
  if (finding) raise(run, finding, leading ? causeOf(leading) : run.cause);
  for (const f of fired) startSteps(run, f.of.start, causeOf(f));
}
