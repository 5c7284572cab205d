/** `wuyou rehearse`: plays patient and staff of training episodes over the HTTP API, so that a whole package can be watched from launch to end. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { OpenForm, QuestionText } from '../db/read-models/form-list.js';
import { PlainError, UsageError } from '../platform/plain-error.js';
import { startProgress } from '../platform/progress.js';
import { settings } from '../settings.js';

export const summary = 'Play patient and staff of training episodes until they end';
export const usage = `wuyou rehearse <episode id...> [--minutes 20]

  Answers forms, makes calls, carries out visits, acts on cases, over the API of the running npm start.
  Only in the training hospital. Ends when every episode has ended, or after --minutes.`;

const SignIn = z.object({ apiKey: z.string() });
const Episode = z.object({ episodeId: z.string(), status: z.string(), phase: z.string(), synthetic: z.boolean(), episodeNow: z.string(), openEscalations: z.number() });
type Episode = z.infer<typeof Episode>;
const Cases = z.object({ items: z.array(z.object({ escalationId: z.string(), status: z.string() })) });
const ended = new Set(['completed', 'stopped']);

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { minutes: { type: 'string', default: '20' } } });
  if (positionals.length === 0) throw new UsageError('Name the episodes: wuyou rehearse <episode id>');
  const api = client();
  const until = Date.now() + Number(values.minutes) * 60_000;
  const progress = startProgress(`${positionals.length} episode(s)`);
  const done = new Map<string, number>();
  const did = (what: string): void => void done.set(what, (done.get(what) ?? 0) + 1);
  let episodes: Episode[] = [];
  while (Date.now() < until) {
    episodes = await Promise.all(positionals.map(async (id) => Episode.parse(await api.get(`/episodes/${id}`))));
    const real = episodes.find((e) => !e.synthetic);
    if (real) throw new PlainError(`Episode ${real.episodeId} belongs to a real patient; rehearse only synthetic ones.`);
    if (episodes.every((e) => ended.has(e.status))) break;
    for (const episode of episodes) await act(api, episode, did);
    progress.note(episodes.map((e) => `${e.status}/${e.phase} ${e.episodeNow.slice(0, 10)}`).join('  '));
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  progress.end();
  process.stdout.write(`${episodes.map((e) => `${e.episodeId}: ${e.status}, ${e.episodeNow.slice(0, 10)}`).join('\n')}\n`);
  process.stdout.write(`${[...done].map(([what, n]) => `${n} × ${what}`).join(', ') || 'nothing to do'}\n`);
  return episodes.every((e) => ended.has(e.status)) ? 0 : 1;
}

async function act(api: Api, { episodeId, episodeNow }: Episode, did: (what: string) => void): Promise<void> {
  const { items } = (await api.get(`/forms?episodeId=${episodeId}`)) as { items: OpenForm[] };
  for (const form of items) {
    const step = `${form.step}#${form.occurrence.split('/').at(-1)}`;
    const answers = Object.fromEntries(form.forms.map((f) => [f.id, Object.fromEntries(f.questions.flatMap(wellAnswer))]));
    const command = { form: ['answers', { step, answers, answeredBy: 'patient' }], call: ['calls', { step, outcome: 'reached', answers }], task: ['tasks', { step, outcome: 'done', answers }] } as const;
    if (form.kind === 'form' || form.kind === 'call' || form.kind === 'task') {
      const [path, body] = command[form.kind];
      if (await api.post(`/episodes/${episodeId}/${path}`, body, `${form.occurrence}/${path}`)) did(form.kind);
    } else if (form.dueAt <= episodeNow) {
      const visit = `/episodes/${episodeId}/visits/${form.step}/${form.occurrence.split('/').at(-1)}`;
      await api.post(`${visit}/check-in`, {}, `${form.occurrence}/check-in`);
      if (await api.post(`${visit}/complete`, { record: answers, photos: [] }, `${form.occurrence}/complete`)) did('visit');
    }
  }
  const { items: cases } = Cases.parse(await api.get(`/escalations?episodeId=${episodeId}`));
  for (const { escalationId } of cases) {
    const path = `/episodes/${episodeId}/escalations/${escalationId.split('/').at(-1)}`;
    await api.post(`${path}/acknowledge`, {}, `${escalationId}/acknowledge`);
    await api.post(`${path}/contacted`, {}, `${escalationId}/contacted`);
    if (await api.post(`${path}/resolve`, { resolution: '演练：已联系并处理 rehearsal: contacted and settled' }, `${escalationId}/resolve`)) did('case');
  }
}

/** A patient who is doing well, as far as a form can tell without knowing medicine: no to questions, the first option, the lowest number. */
function wellAnswer(q: QuestionText): [string, string | boolean | string[]][] {
  switch (q.type) {
    case 'boolean': return [[q.id, false]];
    case 'choice': return q.options[0] ? [[q.id, q.options[0].id]] : [];
    case 'multi': return [[q.id, []]];
    case 'number': return q.required && q.min !== null && q.max !== null ? [[q.id, middle(q.min, q.max, q.decimals ?? 0)]] : [];
    default: return q.required && q.type === 'text' ? [[q.id, '好']] : [];
  }
}
const middle = (min: string, max: string, decimals: number): string => ((Number(min) + Number(max)) / 2).toFixed(decimals);

type Api = { get(path: string): Promise<unknown>; post(path: string, body: object, key: string): Promise<boolean> };

function client(): Api {
  const { port, host, dataDir } = settings();
  const { apiKey } = SignIn.parse(JSON.parse(readFileSync(join(dataDir, 'sign-in.json'), 'utf8')));
  const ask = (path: string, init: RequestInit = {}) => fetch(`http://${host}:${port}${path}`, { ...init, headers: { authorization: `Bearer ${apiKey}`, ...init.headers } });
  return {
    get: async (path) => (await ask(path)).json(),
    post: async (path, body, key) => {
      const response = await ask(path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', 'idempotency-key': key.slice(-190) } });
      return response.ok && response.headers.get('idempotency-replayed') === null;
    },
  };
}
