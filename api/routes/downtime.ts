/** The downtime list: what can be printed or saved ahead for the hour when nothing works. */
import { createRoute, z } from '@hono/zod-openapi';
import { logAccess } from '../../db/access-log.js';
import { downtime } from '../../db/read-models/downtime.js';
import { fromMs } from '../../pathways/time.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { router } from '../router.js';
import { json, refusals } from '../schemas.js';
import { CallBackItem, WorklistCaseItem } from '../worklist-rows.js';

const text = z.string();
const PhoneNumber = z.object({ owner: text, relation: text.nullable(), name: text.nullable(), value: text });
const Downtime = z
  .object({
    hospital: text, zone: text, madeAt: text,
    visits: z.array(z.object({
      occurrence: text, patientId: text, patient: text, sex: text.nullable(), birthDate: text.nullable(), status: text, from: text, until: text.nullable(), what: text, packageTitle: text, nurse: text.nullable(), nursePhone: text.nullable(),
      district: text.nullable(), address: text.nullable(), accessNote: text.nullable(), numbers: z.array(PhoneNumber),
    })),
    cases: z.array(WorklistCaseItem.extend({ numbers: z.array(PhoneNumber) })), callBacks: z.array(CallBackItem),
    duty: z.array(z.object({ role: text, displayName: text, startsAt: text, endsAt: text, phone: text.nullable() })),
  })
  .openapi('Downtime');

const list = createRoute({
  method: 'get', path: '/downtime', tags: ['Worklist'], summary: "Today's and tomorrow's visits, open cases, call-backs and duty with whole numbers, for paper; every look is logged", ...needs('message:reveal'),
  request: { query: z.object({ language: z.enum(['zh-CN', 'en']).default('zh-CN') }) }, responses: { 200: json(Downtime, 'The list as of now'), ...refusals },
});

export function downtimeRoutes({ sql, crypt, now }: ApiDeps) {
  const app = router();
  app.openapi(list, async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    await logAccess(sql, { hospitalId, actor: accountId, action: 'downtime:reveal', ref: null, allowed: true });
    c.header('cache-control', 'no-store');
    return c.json(await downtime(sql, crypt, { hospitalId, language: c.req.valid('query').language, madeAt: fromMs(now()) }), 200);
  });
  return app;
}
