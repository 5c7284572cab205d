/** How each operation is asked: with ids that exist nowhere (who may at all?) and with the real ids of hospital A (whose is it?). */
import type { Everything } from './everything.js';
import { bodyFor, type Operation, type Surface } from './operations.js';

export type Asked = { path: string; init: RequestInit };

/** Parts of addresses that choose a vendor's report. */
const vendors: Record<string, Record<string, string>> = { '/webhooks/twilio/{kind}': { kind: 'status' }, '/webhooks/aliyun/{kind}/{secret}': { kind: 'report' } };
const nowhere = '019355e2-7a50-7c4e-9d61-0f5f0f6a1b2c';
const day = '2026-03-05';
const moment = '2026-03-05T09:00:00.000+08:00';

/** What the smallest body of the schema would not reach: combinations that only the route knows. */
const later = { from: '2026-03-09T09:00:00.000+08:00', until: '2026-03-09T10:00:00.000+08:00' };
const visit = '/episodes/{episodeId}/visits/{step}/{n}';
const bodies: Record<string, (of: Everything) => unknown> = {
  'POST /episodes': ({ ids }) => ({ dischargeId: ids['dischargeId'], packageId: ids['packageId'], orderNo: 'A-1' }),
  'POST /episodes/{episodeId}/calls': ({ refs }) => ({ outcome: 'reached', obligation: refs.obligation }),
  'POST /episodes/{episodeId}/personal': () => ({ values: { nothing: '1' }, reason: 'a reason' }),
  'POST /episodes/{episodeId}/readings': () => ({ reading: 'temperature', values: { celsius: '36.8' }, measuredAt: moment }),
  'POST /episodes/{episodeId}/zone': () => ({ zone: 'Asia/Shanghai' }),
  [`POST ${visit}/book`]: () => later,
  [`POST ${visit}/move`]: () => ({ ...later, reason: 'a reason' }),
  [`POST ${visit}/waitlist`]: () => ({ wish: { weekdays: [1], from: '08:30', until: '12:00', earlierOnly: false } }),
  [`POST ${visit}/risk`]: () => ({ answers: Object.fromEntries(['violence', 'intoxication', 'confusion', 'dispute', 'animal', 'infection', 'access', 'alone'].map((name) => [name, false])) }),
  'POST /patients/{patientId}/consents': () => ({ decisions: [{ kind: 'sms', decision: 'withdrawn', how: 'signed' }] }),
  'PUT /patients/{patientId}/birth-date': () => ({ birthDate: '1954-01-01' }),
  'PUT /patients/{patientId}/contacts': () => ({ owner: 'patient', kind: 'phone', value: '13800138099' }),
  'PUT /patients/{patientId}/place': () => ({ district: 'north', address: 'a street', accessNote: null, lat: null, lng: null }),
  'PUT /service-settings': () => ({}),
  'POST /tasks/owner': ({ ids, refs }) => ({ accountId: ids['accountId'], taskId: refs.task }),
};

/** Parameters of other names that hold an id of hospital A. */
const alias: Record<string, string> = { to: 'accountId', owner: 'accountId', merged: 'otherId', assignee: 'accountId', subject: 'accountId', ids: 'contactId', from: 'from', until: 'until' };

export function askNowhere({ method, path }: Operation): Asked {
  return { path: path.replace(/\{(\w+)\}/g, (_, name: string) => (name.endsWith('Id') ? nowhere : name === 'n' || name === 'version' ? '1' : name === 'day' ? day : (vendors[path]?.[name] ?? 'nothing'))), init: { method } };
}

export function askReal(surface: Surface, { method, path, described }: Operation, of: Everything): Asked {
  const known = (name: string): unknown => {
    if (name === 'id') return of.refs.obligation;
    if (name === 'occurrence') return of.refs.occurrence;
    if (name === 'obligation' || name === 'obligationId') return of.refs.obligation;
    if (name === 'taskId') return of.refs.task;
    if (name === 'escalation') return of.refs.escalation;
    return of.ids[alias[name] ?? name] === undefined || ['kind', 'day', 'version', 'step', 'n'].includes(name) ? undefined : of.ids[alias[name] ?? name];
  };
  const where = path.replace(/\{(\w+)\}/g, (_, name: string) => (name === 'n' && path.includes('/escalations/') ? '90' : (vendors[path]?.[name] ?? of.ids[name] ?? 'nothing')));
  const operation = `${method} ${path}`;
  const query = new URLSearchParams();
  for (const { name, in: place, required, schema } of described?.parameters ?? []) {
    if (place !== 'query' || query.has(name)) continue;
    const value = known(name) ?? (required ? (name === 'from' || name === 'until' ? (schema.format === 'date' ? day : moment) : bodyFor(surface, schema, known, name)) : undefined);
    if (value !== undefined) query.set(name, String(value));
  }
  const content = Object.entries(described?.requestBody?.content ?? {})[0];
  const body = bodies[operation]?.(of) ?? (content?.[1].schema === undefined ? undefined : bodyFor(surface, content[1].schema, known));
  return {
    path: query.size > 0 ? `${where}?${query}` : where,
    init: { method, ...(body === undefined ? {} : { headers: { 'content-type': content?.[0] ?? 'application/json' }, body: typeof body === 'string' ? body : JSON.stringify(body) }) },
  };
}
