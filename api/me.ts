/** Who is signed in, as every sign-in answers it. */
import { z } from '@hono/zod-openapi';
import { displayNameOf, type Principal } from '../db/accounts.js';
import { hospitalOf } from '../db/hospitals.js';
import { reachNow } from './auth.js';
import type { Database } from './env.js';
import { permissionsOf } from './permissions.js';

export const Me = z
  .object({
    accountId: z.string(), hospitalId: z.string(), roles: z.array(z.string()), displayName: z.string(), /** What the roles allow; screens show it before the click. */ permissions: z.array(z.string()),
    keptToCareTeams: z.boolean().openapi({ description: 'Sees the patients of the care teams alone just now: the hospital keeps to them, and no shift lifts it' }),
    hospital: z.object({ name: z.string(), kind: z.string(), zone: z.string(), phone: z.string() }),
  })
  .openapi('Me');

export async function meOf(sql: Database, principal: Principal): Promise<z.infer<typeof Me>> {
  const { accountId, hospitalId, roles } = principal;
  const { name, kind, zone, phone } = await hospitalOf(sql, hospitalId);
  return { accountId, hospitalId, roles, displayName: await displayNameOf(sql, hospitalId, accountId), permissions: permissionsOf(principal), keptToCareTeams: (await reachNow(sql, principal)) === 'care-team', hospital: { name, kind, zone, phone } };
}
