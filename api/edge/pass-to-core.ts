/** Sends a request that the door let pass to the core, and its answer back as it came: redirects stay redirects, files stream. */
import { proxy } from 'hono/proxy';
import type { PassOn } from './door.js';

/** How long the core may take to begin its answer (C); a clip is sent by a phone and written anew by ffmpeg meanwhile. */
export const patienceMs = { file: 420_000, other: 30_000 } as const;

export const passToCore = (coreUrl: string, patience: { file: number; other: number } = patienceMs): PassOn =>
  async (c, request, body) => {
    const { pathname, search } = new URL(request.url);
    const late = new AbortController();
    const limit = patience[body === 'file' ? 'file' : 'other'];
    // Until the answer begins: a phone may take its time to read a clip.
    const timer = setTimeout(() => late.abort(new Error(`The core did not answer within ${limit} ms`)), limit);
    try {
      return await proxy(new URL(pathname + search, coreUrl), { raw: request, redirect: 'manual', signal: AbortSignal.any([late.signal, c.req.raw.signal]) });
    } finally {
      clearTimeout(timer);
    }
  };
