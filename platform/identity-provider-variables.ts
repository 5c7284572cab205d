/** The variables of the hospital's identity provider (OpenID Connect); all absent: local accounts alone. */
import { z } from 'zod';
import { roles as knownRoles, type Role } from '../api/permissions.js';

/** Claims that a person can change, that pass to somebody else, or that nobody verified (OpenID Connect Core, 5.7): never a key to an account. */
const noKeys = new Set(['email', 'phone_number', 'name', 'given_name', 'family_name', 'middle_name', 'nickname', 'preferred_username', 'profile', 'picture', 'website']);
/** On this machine, or a neighbour in one compose network. */
const stays = (url: string): boolean => /^(127\.0\.0\.1|\[::1\]|[^.]+)$/.test(new URL(url).hostname);
const secureUrl = z.url({ protocol: /^https?$/ }).refine((url) => url.startsWith('https:') || stays(url), 'must begin with https: whoever stands between could sign in as anybody');

/** Of people; the other one is a program's. */
const staffRoles = knownRoles.filter((role) => role !== 'his');
const Roles = z.record(z.string().min(1), z.array(z.enum(staffRoles)).min(1));
const groupRoles = z.string().transform((text, context): ReadonlyMap<string, readonly Role[]> => {
  try {
    return new Map(Object.entries(Roles.parse(JSON.parse(text))));
  } catch {
    context.addIssue({ code: 'custom', message: `must be JSON like {"wuyou-nurses":["nurse"]}, with the roles ${staffRoles.join(', ')}` });
    return z.NEVER;
  }
});

/** `mfa otp`: in the provider's words, with spaces or commas between. */
const words = z.string().transform((text) => text.split(/[\s,]+/).filter(Boolean)).refine((list) => list.length > 0, 'must name at least one value');

export const identityProviderVariables = z
  .object({
    /** As the provider writes it: with or without a slash at its end. */
    OIDC_ISSUER: secureUrl,
    OIDC_CLIENT_ID: z.string().min(1),
    OIDC_CLIENT_SECRET: z.string().min(1),
    /** Absent: /sign-in/provider/back under PUBLIC_URL. Where staff use another hostname than patients, that one. */
    OIDC_REDIRECT_URL: secureUrl.refine((url) => new URL(url).pathname === '/sign-in/provider/back' && !/[?#]/.test(url), 'must end with /sign-in/provider/back').optional(),
    /** Whose staff the provider vouches for; absent: the only hospital that takes patients. */
    OIDC_HOSPITAL_ID: z.uuid().optional(),
    /** Names the person in `wuyou identities link`; must never pass to somebody else. */
    OIDC_SUBJECT_CLAIM: z.string().min(1).refine((name) => !noKeys.has(name), 'must be a claim that stays one person’s for ever (sub, a staff number), not a name, number or address that changes hands').default('sub'),
    /** JSON, group -> roles: whoever is in one of these groups gets an account. Absent: only linked accounts come in. */
    OIDC_GROUP_ROLES: groupRoles.optional(),
    OIDC_GROUPS_CLAIM: z.string().min(1).default('groups'),
    /** Absent: openid, and with OIDC_GROUP_ROLES also profile. */
    OIDC_SCOPE: z.string().refine((scope) => scope.split(' ').includes('openid'), 'must contain openid').optional(),
    /** Asked for (`acr_values`), and one of them must stand in the signed token's `acr`. Absent: however strongly the provider proves somebody. */
    OIDC_REQUIRED_ACR: words.optional(),
    /** One of them must stand in the signed token's `amr`. */
    OIDC_REQUIRED_AMR: words.optional(),
  })
  .transform((v) => ({
    issuer: v.OIDC_ISSUER,
    clientId: v.OIDC_CLIENT_ID,
    clientSecret: v.OIDC_CLIENT_SECRET,
    redirectUrl: v.OIDC_REDIRECT_URL,
    hospitalId: v.OIDC_HOSPITAL_ID ?? null,
    subjectClaim: v.OIDC_SUBJECT_CLAIM,
    groupRoles: v.OIDC_GROUP_ROLES ?? null,
    groupsClaim: v.OIDC_GROUP_ROLES === undefined ? null : v.OIDC_GROUPS_CLAIM,
    requiredAcr: v.OIDC_REQUIRED_ACR ?? [],
    requiredAmr: v.OIDC_REQUIRED_AMR ?? [],
    scope: v.OIDC_SCOPE ?? (v.OIDC_GROUP_ROLES === undefined ? 'openid' : 'openid profile'),
  }));
