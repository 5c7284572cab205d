/** Turns a recipient into an address: the patient's contact that the verdict names, or the member of staff on duty. */
import type { ChannelName, Recipient, StaffRole } from '../../pathways/engine/vocabulary.js';
import { staffRoles } from '../../pathways/engine/vocabulary.js';
import type { Tx } from '../client.js';
import { onDuty } from '../roster.js';

export type Addressee = { contactId: string; to: string };

export const staffRole = (recipient: Recipient): StaffRole | null => staffRoles.find((role) => role === recipient) ?? null;

const staffKind: Partial<Record<ChannelName, 'wecom' | 'mobile' | 'email'>> = { wecom: 'wecom', sms: 'mobile', email: 'email' };

/** `nobody`: no account has this role on duty now. `unreachable`: somebody has, but without an address for this channel. */
export async function staffAddress(tx: Tx, hospitalId: string, role: StaffRole, channel: ChannelName): Promise<Addressee | 'nobody' | 'unreachable'> {
  const people = await onDuty(tx, hospitalId, role);
  if (people.length === 0) return 'nobody';
  for (const person of people) {
    const contact = person.contacts.find(({ kind }) => kind === staffKind[channel]);
    if (contact) return { contactId: person.accountId, to: contact.value };
  }
  return 'unreachable';
}

export async function contactAddress(tx: Tx, patientId: string, contactId: string): Promise<Addressee> {
  const [row] = await tx<{ value: string }[]>`select value from contact where id = ${contactId} and patient_id = ${patientId}`;
  if (!row) throw new Error(`The verdict names contact ${contactId}, which patient ${patientId} does not have`);
  return { contactId, to: row.value };
}
