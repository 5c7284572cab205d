/** The start and the local inbox, behind staff sign-in like everything else. */
import { hospitalOf } from '../../db/hospitals.js';
import { inboxList } from '../../db/read-models/inbox-list.js';
import { authorise } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { layoutPolicy } from '../pages/layout.js';
import { inboxPage } from '../pages/inbox.js';
import { router } from '../router.js';
import { signInFirst } from '../sign-in-first.js';

const shown = 400;
const visiting: ReadonlySet<string> = new Set(['nurse', 'therapist']);

export function pageRoutes({ sql }: ApiDeps) {
  const app = router();
  app.use('/docs', signInFirst);
  // Each to their own work: whoever only visits goes to the visits.
  app.get('/', signInFirst, (c) => c.redirect(principalOf(c).roles.some((role) => !visiting.has(role)) ? '/console/' : '/nurse/', 303));
  app.get('/inbox', signInFirst, authorise('inbox:read'), async (c) => {
    const { hospitalId } = principalOf(c);
    const { to, patient } = c.req.query();
    c.header('content-security-policy', layoutPolicy);
    return c.html(inboxPage(await hospitalOf(sql, hospitalId), await inboxList(sql, { hospitalId, to, patientId: patient, limit: shown })));
  });
  return app;
}
