/**
 * People at work while everything breaks: staff start steps, patients answer, cases are raised and chased, a visit is made, and now and then
 * a client repeats what it was already told. What comes next is drawn from the seed; when it comes follows the machine.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { addHours, fromMs } from '../../pathways/time.js';
import type { Care, Command } from './care.js';
import { startable } from './course.js';

const calm = { core: { chestPain: false, breathless: false, faint: false, strokeSigns: ['none'], bleeding: 'none', pain: '2', fall: false, missedDoses: '0' } };
/** Each of these raises a case of another level and prefix. */
const alarming = [
  { core: { ...calm.core, chestPain: true } },
  { core: { ...calm.core, bleeding: 'not-stopped' } },
  { core: { ...calm.core, pain: '8' } },
  { core: { ...calm.core, missedDoses: '2' } },
  { core: calm.core, fever: { celsius: '39.1' } },
];

export type Traffic = {
  episodes: string[];
  /** One command, awaited; `what` for a provocation, else drawn. */
  one(what?: Kind): Promise<void>;
  begin(): void;
  /** Waits for what is under way. */
  end(): Promise<void>;
};

export type Kind = 'start' | 'answer' | 'alarm' | 'raise' | 'act' | 'visit' | 'repeat';
const weights: [Kind, number][] = [['start', 10], ['answer', 2], ['alarm', 3], ['raise', 2], ['act', 4], ['visit', 1], ['repeat', 2]];

export function trafficOf(care: Care, random: () => number, { everyMs, atOnce }: { everyMs: number; atOnce: number }): Traffic {
  const episodes: string[] = [];
  const started = new Map<string, number>();
  const visits = new Map<string, number>();
  const past: Command[] = [];
  let count = 0;
  let going = false;
  const under = new Set<Promise<void>>();
  const pick = <T>(items: readonly T[]): T => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new Error('nothing to choose from');
    return item;
  };

  function draw(): Kind {
    let at = random() * weights.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [kind, weight] of weights) {
      at -= weight;
      if (at < 0) return kind;
    }
    return 'start';
  }

  async function openCase(): Promise<{ episodeId: string; n: number; status: string } | null> {
    const { items } = (await care.get('/escalations?open=true&limit=100').catch(() => ({ items: [] }))) as { items: Record<string, unknown>[] };
    const own = items.filter((item) => item['status'] !== 'joined');
    if (own.length === 0) return null;
    const item = pick(own);
    return { episodeId: String(item['episodeId']), n: Number(String(item['escalationId']).split('/').at(-1)), status: String(item['status']) };
  }

  /** null: nothing of this kind can be done now. */
  async function commandFor(kind: Kind): Promise<Command | null> {
    const episodeId = pick(episodes);
    const to = (path: string, body: Record<string, unknown>): Command => ({ path: `/episodes/${episodeId}${path}`, body, idempotencyKey: `traffic-${(count += 1)}` });
    switch (kind) {
      case 'start': {
        const n = started.get(episodeId) ?? 0;
        started.set(episodeId, n + 1);
        return to('/steps', { steps: [startable[n] ?? 'check'], reason: 'fault drill' });
      }
      case 'answer':
        return to('/answers', { answers: calm, answeredBy: 'patient' });
      case 'alarm':
        return to('/answers', { answers: pick(alarming), answeredBy: 'patient' });
      case 'raise':
        return to('/escalations', { level: pick(['yellow', 'orange', 'red'] as const), reason: 'fault drill' });
      case 'act': {
        const found = await openCase();
        if (!found) return null;
        const doing = found.status === 'open' ? 'acknowledge' : found.status === 'acknowledged' ? 'contacted' : 'resolve';
        return { ...to('', {}), path: `/episodes/${found.episodeId}/escalations/${found.n}/${doing}`, body: doing === 'resolve' ? { resolution: 'fault drill' } : {} };
      }
      case 'visit': {
        const stage = visits.get(episodeId) ?? 0;
        if (stage > 1) return null;
        visits.set(episodeId, stage + 1);
        const from = addHours(fromMs(Date.now()), 1);
        return stage === 0 ? to('/visits/visit/1/book', { from, until: addHours(from, 1), override: true }) : to('/visits/visit/1/complete', { record: calm, photos: [] });
      }
      case 'repeat':
        return past.length === 0 ? null : pick(past);
    }
  }

  async function one(what?: Kind): Promise<void> {
    if (episodes.length === 0) return;
    const command = await commandFor(what ?? draw());
    if (!command) return;
    const { status } = await care.send(command);
    if (status < 300) past.push(command);
  }

  function launch(what?: Kind): Promise<void> {
    const done: Promise<void> = one(what).catch(() => undefined).finally(() => under.delete(done));
    under.add(done);
    return done;
  }

  return {
    episodes,
    one: launch,
    begin() {
      if (going) return;
      going = true;
      void (async () => {
        while (going) {
          if (under.size < atOnce) void launch();
          await wait(everyMs);
        }
      })();
    },
    async end() {
      going = false;
      await Promise.all(under);
    },
  };
}

