/** The next thirty days of a patient, all open episodes together: firm, conditional and suppressed, in words. */
import { sayCondition } from '../../pathways/outline/condition-words.js';
import type { Condition, Conditional, Consequence } from '../../pathways/engine/outlook/conditions.js';
import { nextThirtyDays, type Firm, type Outlook, type Suppressed } from '../../pathways/engine/next-thirty-days.js';
import type { Instant, Level, StaffRole } from '../../pathways/engine/vocabulary.js';
import type { Plan } from '../../pathways/engine/plan.js';
import type { Sql } from '../client.js';
import { loadEpisode } from '../replay.js';
import { wordingOf, type ScreenLanguage, type Wording } from '../wording.js';

export type OutlookFirm = { at: Instant; episodeId: string; what: 'step' | 'message'; kind: string; step: string; label: string; occurrence: string; obligation: string | null; purpose: string | null; recipient: string | null; channels: string[]; slotFrom: Instant | null; bookable: boolean };
/** `if.said`: the condition in words where it is a rule's; else the screen says `if.kind` about `if.label`. */
export type OutlookConditional = {
  episodeId: string; if: { kind: Condition['kind']; label: string; rule: string | null; said: string | null; misses: number | null; act: string | null; askedBy: string[] };
  then: { kind: Consequence['kind']; at: Instant | null; level: Level | null; to: StaffRole[]; recipient: string | null; purpose: string | null; instruction: string; acknowledgeWithinMinutes: number | null; contactWithinMinutes: number | null; callBy: StaffRole | null; holdsHomeVisits: boolean; start: string[]; confirmWithinMinutes: number | null; stillThere: { afterHours: number; become: Level } | null };
};
export type OutlookSuppressed = { at: Instant; episodeId: string; step: string | null; label: string; what: string; reason: string };
/** What the engine foresees follows from the recorded inputs alone, so it stays true until the next one. */
const foreseen = new Map<string, Outlook>();
const mostForeseen = 200;

async function outlookOf(sql: Sql, episodeId: string, seq: number): Promise<Outlook | null> {
  const name = `${episodeId}/${seq}`;
  const known = foreseen.get(name);
  if (known) return known;
  const loaded = await loadEpisode(sql, episodeId);
  if (loaded === null) return null;
  const outlook = nextThirtyDays(JSON.parse(loaded.planJson) as Plan, loaded.episode);
  const oldest = foreseen.keys().next();
  if (foreseen.size >= mostForeseen && !oldest.done) foreseen.delete(oldest.value);
  // A journal that grew since the row was read is foreseen under its own number next time.
  if (loaded.episode.seq === seq) foreseen.set(name, outlook);
  return outlook;
}

export type PatientOutlook = { from: Instant | null; until: Instant | null; episodes: { episodeId: string; title: string }[]; firm: OutlookFirm[]; conditional: OutlookConditional[]; suppressed: OutlookSuppressed[] };

/** The journals of the open episodes are folded for it: some tens of milliseconds each, once per recorded input. */
export async function patientOutlook(sql: Sql, f: { hospitalId: string; patientId: string; language: ScreenLanguage }): Promise<PatientOutlook> {
  const rows = await sql<{ episodeId: string; seq: number; planId: string; planVersion: number; planHash: string }[]>`
    select id as episode_id, seq, plan_id, plan_version, plan_hash from episode
    where hospital_id = ${f.hospitalId} and patient_id = ${f.patientId} and seq > 0 and status not in ('stopped', 'completed', 'launching') order by launched_at`;
  const all: PatientOutlook = { from: null, until: null, episodes: [], firm: [], conditional: [], suppressed: [] };
  for (const { episodeId, seq, planId, planVersion, planHash } of rows) {
    const outlook = await outlookOf(sql, episodeId, seq);
    if (outlook === null) continue;
    const wording = await wordingOf(sql, f.hospitalId, { id: planId, version: planVersion, hash: planHash }, f.language);
    const { from, until, firm, conditional, suppressed } = outlook;
    all.from ??= from;
    all.until ??= until;
    all.episodes.push({ episodeId, title: wording.packageTitle });
    all.firm.push(...firm.map((item) => firmWords(item, episodeId, wording)));
    all.conditional.push(...conditional.map((item) => conditionalWords(item, episodeId, wording)));
    all.suppressed.push(...suppressed.map((item) => suppressedWords(item, episodeId, wording)));
  }
  const inTime = (a: { at: Instant }, b: { at: Instant }): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0);
  return { ...all, firm: all.firm.sort(inTime), suppressed: all.suppressed.sort(inTime) };
}

const firmWords = (item: Firm, episodeId: string, { say }: Wording): OutlookFirm => ({
  at: item.at, episodeId, what: item.what, kind: item.kind, step: item.step, label: say(item.label), occurrence: item.occurrence,
  ...(item.what === 'message' ? { obligation: item.obligation, purpose: item.purpose, recipient: item.recipient, channels: item.channels, slotFrom: null, bookable: false }
    : { obligation: null, purpose: null, recipient: null, channels: [], slotFrom: item.slot?.from ?? null, bookable: item.kind === 'visit' && item.slot === null }),
});

const suppressedWords = ({ at, step, what, reason }: Suppressed, episodeId: string, { stepLabel }: Wording): OutlookSuppressed => ({ at, episodeId, step, label: step === null ? '' : stepLabel(step), what, reason });

function conditionalWords({ if: condition, then }: Conditional, episodeId: string, wording: Wording): OutlookConditional {
  return { episodeId, if: conditionOf(condition, wording), then: consequenceOf(then, wording) };
}

function conditionOf(condition: Condition, wording: Wording): OutlookConditional['if'] {
  const base = { kind: condition.kind, label: '', rule: null, said: null, misses: null, act: null, askedBy: [] };
  switch (condition.kind) {
    case 'rule':
      return { ...base, rule: condition.rule, said: sayCondition(condition.when, wording.spoken), askedBy: condition.askedBy.map(wording.stepLabel) };
    case 'silence':
      return { ...base, label: wording.stepLabel(condition.step), misses: condition.misses };
    case 'done':
    case 'request':
      return { ...base, label: wording.stepLabel(condition.step) };
    case 'anchor':
      return { ...base, label: condition.anchor };
    case 'not-acted-on':
      return { ...base, act: condition.act, label: condition.escalation };
    default:
      return { ...base, label: wording.stepLabel(condition.occurrence.split('/').at(-2) ?? '') };
  }
}

function consequenceOf(then: Consequence, { say, stepLabel }: Wording): OutlookConditional['then'] {
  const base = { kind: then.kind, at: null, level: null, to: [], recipient: null, purpose: null, instruction: '', acknowledgeWithinMinutes: null, contactWithinMinutes: null, callBy: null, holdsHomeVisits: false, start: [], confirmWithinMinutes: null, stillThere: null };
  switch (then.kind) {
    case 'message': return { ...base, at: then.at, recipient: then.recipient, purpose: then.purpose };
    case 'rung': return { ...base, at: then.at, to: then.to };
    case 'steps': return { ...base, start: then.start.map(stepLabel), instruction: say(then.instruction) };
    case 'case': {
      const { level, to, acknowledgeWithinMinutes, contactWithinMinutes, callBy, holdsHomeVisits, confirmWithinMinutes, stillThere } = then;
      return { ...base, level, to, acknowledgeWithinMinutes, contactWithinMinutes, callBy, holdsHomeVisits, confirmWithinMinutes, stillThere, instruction: say(then.instruction), start: then.start.map(stepLabel) };
    }
  }
}
