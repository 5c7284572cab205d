/**
 * What one episode learned about its patient and all of them must know at once: death, opt-out, days away, wrong numbers.
 * A command that was handed on from a sibling (`<command>@<episode>`) says nothing new, and may be older than what is known by now.
 */
import type { EpisodeEvent } from '../../pathways/engine/events.js';
import { isSharedCommand } from '../../pathways/patient/share.js';
import { json } from '../client.js';
import { idOrNull } from '../ids.js';
import { endAccessBy } from '../patient-access/end-access.js';
import type { Projecting, Projection } from './projecting.js';

async function apply({ tx, hospitalId, patientId }: Projecting, event: EpisodeEvent): Promise<void> {
  switch (event.type) {
    case 'PatientDied':
      await tx`update patient set died_at = coalesce(died_at, ${event.at}) where id = ${patientId}`;
      return;
    case 'OptedOut':
      await tx`update patient set opted_out_at = coalesce(opted_out_at, ${event.at}) where id = ${patientId}`;
      return;
    case 'OptedIn':
      await tx`update patient set opted_out_at = null where id = ${patientId}`;
      return;
    case 'AwaySet':
      await tx`update patient set away = ${json(tx, event.away)} where id = ${patientId}`;
      return;
    case 'FactsChanged':
      await tx`update patient set flags = flags || ${json(tx, event.flags)} where id = ${patientId}`;
      return;
    case 'ZoneChanged':
      await tx`update patient set zone = ${event.zone} where id = ${patientId}`;
      return;
    case 'ContactQuarantined':
      if (event.contact === null) return;
      await setAside(event.contact);
      return;
    default:
      return;
  }

  /** Somebody else answered there. A call that was planned before a merge may name the contact of the merged record: the number is the same. */
  async function setAside(contact: string): Promise<void> {
    const [row] = await tx<{ id: string }[]>`update contact k set quarantined_at = coalesce(k.quarantined_at, clock_timestamp()) from contact c
      where c.id = ${idOrNull(contact)} and kept_patient(c.patient_id) = ${patientId} and k.patient_id = ${patientId} and k.kind = c.kind and k.value = c.value returning k.id`;
    if (row) await endAccessBy(tx, hospitalId, row.id);
  }
}

export const projectPatientFacts: Projection = async (into, { input, events }) => {
  if ('commandId' in input && isSharedCommand(input.commandId)) return;
  for (const event of events) await apply(into, event);
};
