/** A place for an encrypted video call between a patient and the care team, behind one port; who may meet whom is decided elsewhere. */

export type MeetingRole = 'patient' | 'staff';
/** `person`: an opaque id. A name, number or diagnosis never goes into a link: links end up in histories and logs. */
export type Joining = { role: MeetingRole; person: string };
/** ISO instants, wall time. `room` is a secret: whoever knows it alone must still not get in. */
export type Room = { room: string; opensAt: string; closesAt: string };

export interface MeetingProvider {
  /** A new room that nobody can guess; a vendor may be asked. */
  newRoom(): Promise<string>;
  /** The address that opens the call for this one person until `closesAt`, and for nobody later. */
  link(room: Room, joining: Joining): string;
}
