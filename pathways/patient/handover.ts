/** Who acts for a shared case when the one that held it cannot any more: its episode stops, stands still, or belongs to another patient. */
import type { EpisodeInput } from '../engine/inputs.js';
import { levels, type EpisodeId, type EscalationId, type Instant } from '../engine/vocabulary.js';
import { knows, type ToEpisode } from './cases.js';
import type { OpenCase } from './facts.js';

/** `mark` tells one time from another: no two events, or standstills, of an episode have the same. */
export type HandOver = { at: Instant; mark: string; why: 'stops' | 'stands-still' };

/**
 * A case that others share goes to the gravest, then the oldest, of them that can act and knows all that was held, and is itself joined to it from then on.
 * When none knows all: who only stops acts on (its case is chased to its end), and who stands still hands over all the same and says what it held. The others
 * join the same one, but for what none of the two had heard of.
 */
export function handOverCases({ at, mark, why }: HandOver, from: EpisodeId, cases: readonly OpenCase[]): ToEpisode[] {
  return cases.filter(({ episode, heldBy }) => episode === from && !heldBy).flatMap((held): ToEpisode[] => {
    const joined = cases.filter(({ heldBy }) => heldBy === held.escalation);
    const able = joined.filter(({ standsStill }) => standsStill !== true).toSorted((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));
    const knowing = able.find((one) => knows(one, held));
    const heir = knowing ?? (why === 'stands-still' ? able[0] : undefined);
    if (!heir) return [];
    const join = ({ episode, escalation }: OpenCase): ToEpisode =>
      ({ episode, input: { kind: 'case-joined', at, commandId: `handed-over:${held.escalation}@${escalation}:${mark}`, escalation, heldBy: heir.escalation } });
    const takeOver = ({ episode, escalation }: OpenCase): ToEpisode =>
      ({ episode, input: { kind: 'case-ended', at, commandId: `taken-over:${held.escalation}@${escalation}:${mark}`, escalation, takeOver: true } });
    const others = joined.filter((one) => one !== heir);
    return [takeOver(heir), ...(knowing ? [] : [whatWasHeld(held, heir, { at, mark })]), join(held), ...others.map((one) => (knows(heir, one) || knows(held, one) ? join(one) : takeOver(one)))];
  });
}

/** The heir goes on with what was held: its urgency, its rules, its people. */
function whatWasHeld({ escalation: from, level, rules, to, silent }: OpenCase, heir: OpenCase, { at, mark }: Pick<HandOver, 'at' | 'mark'>): ToEpisode {
  const commandId = `held:${from}@${heir.escalation}:${mark}`;
  return { episode: heir.episode, input: { kind: 'case-reported', at, commandId, escalation: heir.escalation, level, rules, ...(to && { to }), ...(silent === true && { silent }), from } };
}

/** Nobody acts for this case: from here on it does itself, and the patient is told what nobody told her. */
export const standsAlone = (escalation: EscalationId, at: Instant, mark: string): EpisodeInput =>
  ({ kind: 'case-ended', at, commandId: `stands-alone:${escalation}:${mark}`, escalation, takeOver: true, news: true });

/** An episode goes on after a standstill: of its joined cases, those whose holder stands still meanwhile act for themselves. */
export const goOnAlone = ({ at, mark }: Pick<HandOver, 'at' | 'mark'>, from: EpisodeId, cases: readonly OpenCase[]): EpisodeInput[] =>
  cases.filter(({ episode, heldBy }) => episode === from && cases.some(({ escalation, standsStill }) => escalation === heldBy && standsStill === true))
    .map(({ escalation }) => standsAlone(escalation, at, mark));

/**
 * Cases that are joined to one of which this patient knows nothing any more, because an undone merge gave it back to another: of those that one case held,
 * the oldest that can act takes over, and the others are joined to it. Nobody has been told of it for this patient, so all of it is news. `undo` names the undo.
 */
export function partedCases(at: Instant, undo: string, cases: readonly OpenCase[]): ToEpisode[] {
  const parted = cases.filter(({ heldBy }) => heldBy && !cases.some(({ escalation }) => escalation === heldBy));
  return parted.map(({ episode, escalation, heldBy }): ToEpisode => {
    const sharers = parted.filter((one) => one.heldBy === heldBy);
    const heir = (sharers.find(({ standsStill }) => standsStill !== true) ?? sharers[0])?.escalation ?? escalation;
    const commandId = `parted:${undo}:${escalation}`;
    return { episode, input: heir === escalation ? { kind: 'case-ended', at, commandId, escalation, takeOver: true, news: true } : { kind: 'case-joined', at, commandId, escalation, heldBy: heir } };
  });
}
