/** An answer sent as the patient's page sends it, timed from the first byte out to the last byte in. */
import { randomUUID } from 'node:crypto';
import type { Answers } from '../../pathways/engine/inputs.js';
import type { Open } from '../hospital/open.js';

/** Nothing is the matter: no rule is met, no case opens. */
const well: Answers = { core: { chestPain: false, breathless: false, faint: false, strokeSigns: ['none'], bleeding: 'none', pain: '1', fall: false, missedDoses: '0' } };

/** 200: recorded; 202: stored, and recorded when the workflow comes to it. Both are durable. */
export async function sendAnswer({ apiUrl, hospital }: Pick<Open, 'apiUrl' | 'hospital'>, episodeId: string): Promise<number> {
  const response = await fetch(`${apiUrl}/episodes/${episodeId}/answers`, {
    method: 'POST', body: JSON.stringify({ answers: well, answeredBy: 'patient' }),
    headers: { authorization: `Bearer ${hospital.keys.caseManager}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
  });
  const text = await response.text();
  if (response.status >= 300) throw new Error(`An answer was refused (${response.status}): ${text}`);
  return response.status;
}
