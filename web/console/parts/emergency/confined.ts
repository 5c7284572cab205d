/** Whom a hospital may keep to their care teams (ADR 0096). Whether this one does, and whether a shift lifts it just now, the session does not say: the API judges. */
import type { Role } from '../../../../api/permissions.js';
import { useMay, useMe } from '../../session.js';

/** As in api/permissions.ts; a test compares. */
export const confinedRoles: readonly string[] = ['nurse', 'therapist'] satisfies Role[];

export function useMaybeConfined(): boolean {
  const { roles } = useMe();
  return useMay('emergency-access:act') && roles.length > 0 && roles.every((role) => confinedRoles.includes(role));
}
