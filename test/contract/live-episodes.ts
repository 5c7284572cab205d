/** Episodes whose workflows run on the real Temporal server: their commands are recorded (200), not only stored (202). */
import { setTimeout as wait } from 'node:timers/promises';
import { addDays } from '../../pathways/time.js';
import { publishExample } from '../../db/testing/example.js';
import type { Hospital, Target, Targets } from './targets.js';

const E = '/episodes/{episodeId}';
const tries = 200;

export async function live({ served, today, post, get, discharged }: Hospital): Promise<Targets> {
  await publishExample(served.api.sql, served.api.hospitalId, 'task');
  const launch = async (ref: string, packageId: string, more: object = {}): Promise<string> => {
    const { dischargeId } = await discharged(`live-${ref}`);
    return String((await post('/episodes', { dischargeId, packageId, orderNo: `order-${ref}`, anchors: { surgery: today }, ...more }))['episodeId']);
  };
  const names = ['answered', 'stopped', 'died', 'readmitted', 'paused', 'resumed', 'optedOut', 'optedIn', 'worked', 'cancelled'] as const;
  const launched: [string, string][] = [];
  for (const name of names) launched.push([name, await launch(name, 'hip-wound-care')]);
  launched.push(['measured', await launch('measured', 'heart-failure', { anchors: {} })], ['tasked', await launch('tasked', 'example', { anchors: {} })]);
  for (const [name, id] of launched) {
    for (let n = 0; (await get(`/episodes/${id}`))['status'] !== 'active'; n += 1) {
      if (n >= tries) throw new Error(`The episode ${name} did not start: ${JSON.stringify(await get(`/episodes/${id}`))}`);
      await served.relay();
      await wait(50);
    }
  }
  const of = (name: string, more: Target = {}): Target => ({ ...more, path: { episodeId: launched.find(([known]) => known === name)?.[1] ?? '', ...more.path } });
  const idOf = (name: string): string => of(name).path?.['episodeId'] ?? '';
  for (const name of ['worked', 'cancelled']) await post(`/episodes/${idOf(name)}/escalations`, { level: 'orange', reason: 'the family is worried' });
  await post(`/episodes/${idOf('resumed')}/pause`, { reason: 'staff' });
  await post(`/episodes/${idOf('optedIn')}/opt-out`, {});
  const first = { path: { n: '1' } };
  const { dischargeId } = await discharged('launching');
  const skipping = String((await get(`/episodes/${idOf('measured')}`))['patientId']);
  return {
    'POST /episodes': { body: { dischargeId, packageId: 'discharge-follow-up', orderNo: 'order-launching' } },
    'POST /training/patients/{patientId}/skip': { path: { patientId: skipping }, body: {} },
    [`POST ${E}/answers`]: of('answered', { body: { answers: { core: { chestPain: false } }, answeredBy: 'patient' } }),
    [`POST ${E}/readings`]: of('measured', { body: { reading: 'weight', values: { kg: '64.1' }, measuredAt: new Date().toISOString() } }),
    [`POST ${E}/tasks`]: of('tasked', { body: { step: 'review#1', outcome: 'done', note: 'seen', answers: { removal: { decision: 'stays' } } } }),
    [`POST ${E}/escalations`]: of('answered', { body: { level: 'yellow', reason: 'the family is worried' } }),
    [`POST ${E}/escalations/{n}/acknowledge`]: of('worked', first),
    [`POST ${E}/escalations/{n}/contacted`]: of('worked', first),
    [`POST ${E}/escalations/{n}/resolve`]: of('worked', { ...first, body: { resolution: 'called, all is well' } }),
    [`POST ${E}/escalations/{n}/cancel`]: of('cancelled', { ...first, body: { reason: 'raised by mistake' } }),
    [`POST ${E}/away`]: of('answered', { body: { away: [{ from: today, until: today }] } }),
    [`POST ${E}/facts`]: of('answered', { body: { flags: { anticoagulant: true }, hasFamilyContact: false } }),
    [`POST ${E}/zone`]: of('answered', { body: { zone: 'Asia/Urumqi' } }),
    [`POST ${E}/anchors`]: of('answered', { body: { anchor: 'surgery', date: addDays(today, -1), reason: 'was a day earlier', correct: true } }),
    [`POST ${E}/preview`]: of('answered'),
    [`POST ${E}/stop`]: of('stopped', { body: { reason: 'withdrawn' } }),
    [`POST ${E}/patient-died`]: of('died'),
    [`POST ${E}/patient-readmitted`]: of('readmitted'),
    [`POST ${E}/pause`]: of('paused', { body: { reason: 'staff' } }),
    [`POST ${E}/resume`]: of('resumed'),
    [`POST ${E}/opt-out`]: of('optedOut'),
    [`POST ${E}/opt-in`]: of('optedIn'),
    [`GET ${E}/workflow-history`]: of('answered'),
  };
}
