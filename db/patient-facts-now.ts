/**
 * Facts that must hold from the moment a command was accepted, not from when its workflow got round to it: a claim that comes after this
 * commit already sees the death or the opt-out. Of two that contradict each other the one that was accepted last holds, whichever of the
 * patient's episodes gets round to its own first (ADR 0083).
 */
import { isDeepStrictEqual } from 'node:util';
import type { EpisodeEvent } from '../pathways/engine/events.js';
import type { EpisodeInput } from '../pathways/engine/inputs.js';
import type { EpisodeId } from '../pathways/engine/vocabulary.js';
import { isZone } from '../pathways/time.js';
import type { UpdateKind } from '../workflows/contract.js';
import type { Addressee, IntakeCommand } from './intake.js';
import { json, type Tx } from './client.js';

/** True for the patient, so every episode hears of them and an ended one may still bring them. */
export const factKinds: readonly UpdateKind[] = ['patient-died', 'patient-readmitted', 'opt-out', 'opt-in', 'away-set', 'facts-changed', 'zone-changed'];

export async function establishFact(tx: Tx, { id, patientId }: Addressee, command: IntakeCommand): Promise<void> {
  const now = tx`(select episode_of(clock, now()) from episode where id = ${id})`;
  switch (command.kind) {
    case 'patient-died':
      await tx`update patient set died_at = coalesce(died_at, ${now}) where id = ${patientId}`;
      return;
    case 'opt-out':
      await tx`update patient set opted_out_at = coalesce(opted_out_at, ${now}) where id = ${patientId}`;
      return;
    case 'opt-in':
      await tx`update patient set opted_out_at = null where id = ${patientId}`;
      return;
    case 'away-set':
      await tx`update patient set away = ${json(tx, command.input.away)} where id = ${patientId}`;
      return;
    case 'facts-changed':
      await tx`update patient set flags = flags || ${json(tx, command.input.flags)} where id = ${patientId}`;
      return;
    case 'zone-changed':
      // The engine refuses what is no zone; here it would stand in the way of every later claim.
      if (isZone(command.input.zone)) await tx`update patient set zone = ${command.input.zone} where id = ${patientId}`;
      return;
    // A readmission pauses packages that run, and stays in their journals alone: where none runs, it is refused (intake.ts).
    default:
      return;
  }
}

/** `establishFact` had it when it was accepted: recording it days later says nothing new, and others may have been accepted since. */
export async function knownSinceIntake(tx: Tx, episodeId: EpisodeId, input: EpisodeInput): Promise<boolean> {
  if (!('commandId' in input) || !(factKinds as readonly string[]).includes(input.kind)) return false;
  return (await tx`select 1 from inbox where episode_id = ${episodeId} and command_id = ${input.commandId}`).length > 0;
}

/** Of these somebody may have said otherwise since; the other events of such an entry say nothing of the kind. */
const changeable: readonly EpisodeEvent['type'][] = ['OptedOut', 'OptedIn', 'AwaySet', 'FactsChanged', 'ZoneChanged'];

type Held = { optedOut: boolean; away: { from: string; until: string }[]; flags: Record<string, boolean>; zone: string | null };

/** A fact that has been known since intake, as it holds by now: the very event while nothing else was accepted since. */
export async function asItHolds(tx: Tx, patientId: string, event: EpisodeEvent): Promise<EpisodeEvent> {
  if (!changeable.includes(event.type)) return event;
  const [held] = await tx<Held[]>`select opted_out_at is not null as opted_out, away, flags, zone from patient where id = ${patientId}`;
  if (!held) throw new Error(`There is no patient ${patientId}`);
  switch (event.type) {
    case 'OptedOut':
    case 'OptedIn':
      return held.optedOut === (event.type === 'OptedOut') ? event : { ...event, type: held.optedOut ? 'OptedOut' : 'OptedIn' };
    case 'AwaySet':
      return isDeepStrictEqual(held.away, event.away) ? event : { ...event, away: held.away };
    case 'FactsChanged': {
      const flags = Object.fromEntries(Object.entries(event.flags).map(([name, said]) => [name, held.flags[name] ?? said]));
      return isDeepStrictEqual(flags, event.flags) ? event : { ...event, flags };
    }
    case 'ZoneChanged':
      return held.zone === null || held.zone === event.zone ? event : { ...event, zone: held.zone };
    default:
      return event;
  }
}

/** STOP or START of a patient none of whose episodes can take it: it holds for her, whatever is launched next. Under her lock. */
export async function keepConsentWord(tx: Tx, patientId: string, word: 'opt-out' | 'opt-in'): Promise<void> {
  const now = tx`coalesce((select episode_of(clock, now()) from episode where patient_id = ${patientId} order by launched_at desc limit 1), now())`;
  await tx`update patient set opted_out_at = ${word === 'opt-in' ? null : tx`coalesce(opted_out_at, ${now})`} where id = ${patientId}`;
}
