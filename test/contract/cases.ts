/** Cases, call-backs, handovers, incidents and what patients ask. */
import { v7 as uuidv7 } from 'uuid';
import { crypt } from '../support/patient-in-care.js';
import type { Hospital, Targets } from './targets.js';

export async function cases({ served, own, colleague, ids, refs, post, get }: Hospital): Promise<Targets> {
  const { sql, hospitalId } = served.api;
  // One may be under way for each who hands over: mine is made by schemathesis, these come to me.
  await sql`update handover set withdrawn_at = now() where from_account = ${own}`;
  const handover = async (as: string): Promise<string> => ((await served.api.call('POST', '/handovers', { as, body: { to: own, shift: 'day' } })).body as { handoverId: string }).handoverId;
  const [signed, withdrawn] = [await handover('head'), await handover('doctor')];
  const { sha256 } = await get(`/handovers/${signed}`);
  await served.api.call('POST', `/handovers/${signed}/sign`, { as: 'head', body: { sha256 } });
  // Whoever reported an incident does not close it, whoever answered a complaint does not verify it.
  const incident = async (): Promise<string> => ((await served.api.call('POST', '/incidents', { as: 'nurse', body: { kind: 'fall', description: 'slipped at the door', happenedAt: new Date().toISOString() } })).body as { incidentId: string }).incidentId;
  const [owned, open] = [await incident(), await incident()];
  await post(`/incidents/${owned}/assign`, { owner: colleague });
  const inquiry = async (kind: 'question' | 'complaint'): Promise<string> => {
    const id = uuidv7();
    await sql`insert into inquiry (id, hospital_id, patient_id, kind, text_enc, asked_by, asked_at, due_at, due_wall_at)
      values (${id}, ${hospitalId}, ${ids['patientId'] ?? ''}, ${kind}, ${crypt.seal('nobody came', `inquiry/${id}`)}, 'patient', now(), now(), now() + interval '1 day')`;
    return id;
  };
  const [asked, investigated, answered, closed] = [await inquiry('complaint'), await inquiry('complaint'), await inquiry('complaint'), await inquiry('question')];
  await post(`/inquiries/${closed}/reply`, { text: 'Yes, you may shower.' });
  await post(`/inquiries/${answered}/assign`, { owner: colleague });
  await served.api.call('POST', `/inquiries/${answered}/investigate`, { as: 'head', body: {} });
  await served.api.call('POST', `/inquiries/${answered}/reply`, { as: 'head', body: { text: 'We are sorry.' } });
  const taskId = `${refs.escalation}/call/2`;
  await sql`insert into task (id, hospital_id, episode_id, patient_id, kind, role, escalation, instruction, due_at)
    values (${taskId}, ${hospitalId}, ${ids['episodeId'] ?? ''}, ${ids['patientId'] ?? ''}, 'call', 'responsible-nurse', ${refs.escalation}, 'call', now() + interval '1 day')`;
  const ofCase = { path: { n: '90' } };
  return {
    'POST /emergency-access': { body: { patientId: ids['patientId'] ?? '', reason: 'bleeding at the wound' } },
    'PUT /emergency-access/{emergencyAccessId}/review': { body: { verdict: 'justified' } },
    'POST /tasks/close': { body: { taskId, status: 'completed', reason: 'told in person' } },
    'POST /tasks/owner': { body: { taskId: refs.task, accountId: colleague } },
    'POST /episodes/{episodeId}/call-backs': { body: { at: new Date(Date.now() + 3_600_000).toISOString(), owner: colleague, note: 'call again' } },
    'POST /episodes/{episodeId}/calls': { body: { obligation: refs.obligation, outcome: 'reached' } },
    'GET /episodes/{episodeId}/escalations/{n}': ofCase,
    'GET /episodes/{episodeId}/escalations/{n}/clock': ofCase,
    'POST /episodes/{episodeId}/escalations/{n}/meeting': ofCase,
    'POST /episodes/{episodeId}/escalations/{n}/notes': ofCase,
    'POST /episodes/{episodeId}/escalations/{n}/owner': { ...ofCase, body: { accountId: colleague } },
    'POST /incidents': { body: { kind: 'fall', description: 'slipped in the bathroom', happenedAt: new Date().toISOString() } },
    'POST /handovers': { body: { to: colleague, shift: 'night', remarks: 'quiet' } },
    'GET /handovers/{handoverId}': { path: { handoverId: signed } },
    'POST /handovers/{handoverId}/sign': { path: { handoverId: signed }, body: { sha256 } },
    'POST /handovers/{handoverId}/withdraw': { path: { handoverId: withdrawn } },
    'POST /incidents/{incidentId}/assign': { path: { incidentId: open }, body: { owner: colleague } },
    'POST /incidents/{incidentId}/close': { path: { incidentId: owned }, body: { outcome: 'the mat is gone' } },
    'POST /inquiries/{inquiryId}/assign': { body: { owner: colleague } },
    'POST /inquiries/{inquiryId}/investigate': { path: { inquiryId: investigated } },
    'POST /inquiries/{inquiryId}/verify': { path: { inquiryId: answered } },
    'POST /inquiries/{inquiryId}/close': { path: { inquiryId: closed } },
    'POST /inquiries/{inquiryId}/note': { path: { inquiryId: asked } },
  };
}
