/** Who may see a file: one rule for every page and route. */

export type PatientViewer = { kind: 'patient' | 'family'; hospitalId: string; patientId: string; /** Of the family member. */ contactId: string | null };
/** Staff whose role includes `file:read`; the route has asked for it. */
export type StaffViewer = { kind: 'staff'; hospitalId: string; accountId: string };
export type Viewer = PatientViewer | StaffViewer;

/** How a file names who brought it. */
export const authorOf = (viewer: Viewer): string =>
  viewer.kind === 'staff' ? viewer.accountId : viewer.kind === 'patient' ? `patient:${viewer.patientId}` : `family:${viewer.contactId ?? viewer.patientId}`;

type Shown = { hospitalId: string; kind: string; patientId: string | null; createdBy: string };

/**
 * Staff see what their hospital has. Patients see what is theirs. A family member sees what came from this very person, and nothing else
 * of the patient: a wound, a stoma or a scar is the patient's to show. Faces of staff are for everybody whom they visit.
 */
export function mayRead(viewer: Viewer, file: Shown): boolean {
  if (file.hospitalId !== viewer.hospitalId) return false;
  if (viewer.kind === 'staff' || file.kind === 'avatar') return true;
  if (file.patientId !== viewer.patientId) return false;
  return viewer.kind === 'patient' || file.createdBy === authorOf(viewer);
}
