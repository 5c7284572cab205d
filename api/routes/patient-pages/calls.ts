/** Joining a video call from the patient's page: our own address names the call, the address with the token is made at that moment. */
import { WordsPage } from '../../../web/patient/EnterPages.js';
import { sendPage } from '../../../web/phone/page.js';
import type { ApiDeps } from '../../deps.js';
import { patientCall, toTheCall, type PatientMeeting } from '../../meetings.js';
import { Problem } from '../../problem.js';
import { Uuid } from '../../schemas.js';
import { notFound, pageRoutes } from './guard.js';

export const callPath = ({ meetingId }: Pick<PatientMeeting, 'meetingId'>): string => `/p/calls/${meetingId}`;

export function callRoutes(deps: ApiDeps) {
  const { app, get } = pageRoutes(deps);
  get('/p/calls/:meeting', async (c, visitor) => {
    const { session, view } = visitor;
    const meeting = Uuid.safeParse(c.req.param('meeting'));
    if (!meeting.success) return notFound(c, visitor);
    const who = { kind: session.scope, hospitalId: session.hospitalId, patientId: session.patientId, contactId: session.contactId };
    try {
      return c.body(null, 303, { location: await patientCall(deps, who, meeting.data), ...toTheCall });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code === 'not-found') return notFound(c, visitor);
      const words = view.t(error.reason === 'call-not-open' ? 'callNotOpen' : 'callNone');
      return sendPage(c, WordsPage({ view, title: view.t('callTitle'), words, on: { href: '/p/home', label: view.t('home') } }), 409);
    }
  });
  return app;
}
