/** Who may do what, and of whose patients: one table and one rule. Every route names one permission (a test asserts it); health, webhooks and sign-in are `public`. */
export const roles = ['case-manager', 'nurse', 'therapist', 'doctor', 'head', 'ops', 'his', 'admin'] as const;
export type Role = (typeof roles)[number];

const everyone = roles;
const care = ['case-manager', 'nurse', 'therapist', 'doctor', 'head', 'admin'] as const;

export const permissions = {
  'discharge:read': care,
  'discharge:write': ['case-manager', 'his', 'head', 'admin'],
  'patient:read': care,
  'patient:write': ['case-manager', 'his', 'head', 'admin'],
  'patient:merge': ['case-manager', 'head', 'admin'],
  'assessment:write': care,
  'access:read': care,
  'access:write': ['case-manager', 'nurse', 'therapist', 'doctor', 'head', 'admin'],
  'care-team:read': care,
  'care-team:write': ['case-manager', 'doctor', 'head', 'admin'],
  'emergency-access:act': care,
  'emergency-access:review': ['head', 'admin'],
  'inquiry:read': care,
  'inquiry:act': care,
  'package:read': everyone,
  'package:draft': ['doctor', 'head', 'admin'],
  'package:publish': ['head', 'admin'],
  'package:sign': ['doctor', 'nurse', 'head', 'admin', 'case-manager'],
  'episode:launch': ['case-manager', 'his', 'head', 'admin'],
  'episode:read': [...care, 'ops'],
  'episode:control': ['case-manager', 'doctor', 'head', 'admin'],
  'answer:write': [...care, 'his'],
  'reading:write': [...care, 'his'],
  'visit:write': care,
  'visit:stand-in': ['head', 'case-manager', 'admin'],
  'assignment:write': ['case-manager', 'head', 'admin'],
  'staff:read': [...care, 'ops'],
  'staff:write': ['head', 'admin'],
  'leave:write': care,
  'visit-alarm:act': care,
  'incident:write': care,
  'incident:act': ['case-manager', 'doctor', 'head', 'admin'],
  'visit:bulk': ['case-manager', 'head', 'admin'],
  'call:write': care,
  'escalation:read': care,
  'escalation:act': care,
  'task:read': care,
  'task:write': care,
  'message:read': [...care, 'ops'],
  'message:reveal': ['case-manager', 'nurse', 'doctor', 'head', 'admin'],
  'inbox:read': [...care, 'ops'],
  'roster:read': [...care, 'ops'],
  'roster:write': ['head', 'admin'],
  'file:read': care,
  'file:write': care,
  'meeting:open': care,
  'change:read': [...care, 'ops'],
  'why:read': [...care, 'ops'],
  'history:decode': ['ops', 'admin'],
  'price:read': [...care, 'ops'],
  'price:write': ['head', 'admin'],
  'order:read': care,
  'order:write': ['case-manager', 'head', 'admin'],
  'payment:take': ['case-manager', 'head', 'admin'],
  'refund:write': ['head', 'admin'],
  'entitlement:read': care,
  'charge:read': ['head', 'admin', 'ops'],
  'day:close': ['head', 'admin'],
  'operations:read': ['head', 'ops', 'admin'],
  'audit:run': ['head', 'ops', 'admin'],
  'review:read': ['case-manager', 'doctor', 'head', 'ops', 'admin'],
  'target:write': ['head', 'admin'],
  'docs:read': everyone,
  'own-account:act': everyone,
  'metrics:read': ['ops', 'admin'],
} as const satisfies Record<string, readonly Role[]>;
export type Permission = keyof typeof permissions;

export const may = (held: readonly string[], permission: Permission): boolean => (permissions[permission] as readonly string[]).some((role) => held.includes(role));

/** What somebody may: what the roles give, and of a scoped key only what it was made for. */
export const allows = ({ roles: held, scopes }: { roles: readonly string[]; scopes: readonly string[] | null }, permission: Permission): boolean =>
  may(held, permission) && (scopes === null || scopes.includes(permission));

/** Whose work is with patients who are theirs: where the hospital keeps to care teams they see these alone. Everybody else with patients works for all of them (worklist, duty, review). */
export const confinedRoles: readonly Role[] = ['nurse', 'therapist'];

/** Whose patients somebody may see at all (ADR 0096). */
export const reachOf = ({ roles: held }: { roles: readonly string[] }, { careTeams, onDuty }: { careTeams: boolean; onDuty: boolean }): 'hospital' | 'care-team' =>
  careTeams && !onDuty && held.length > 0 && held.every((role) => (confinedRoles as readonly string[]).includes(role)) ? 'care-team' : 'hospital';

export const isPermission = (word: string): word is Permission => word in permissions;

/** Everything that somebody may, for screens that show what may be done. */
export const permissionsOf = (of: Parameters<typeof allows>[0]): Permission[] => (Object.keys(permissions) as Permission[]).filter((permission) => allows(of, permission));
