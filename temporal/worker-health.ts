/** What an orchestrator asks the worker: `/livez`, `/readyz` (polling for work, and served by the database) and `/metrics`. Holds nothing about patients. */
import { createServer, type Server } from 'node:http';

/** A check that takes longer counts as failed, as at the API's `/readyz`. By convention (C). */
const answersWithinMs = 2_000;

type Health = {
  /** Is the worker polling? */
  polling(): boolean;
  /** A query by the pool that the activities use: a database that is away and a pool whose connections all wait look the same from outside. */
  database(): Promise<unknown>;
  metrics(): Promise<string>;
};

export function serveHealth({ polling, database, metrics }: Health, withinMs = answersWithinMs): Server {
  return createServer((request, response) => {
    const json = (status: number, body: unknown) => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const ready = (checks: { worker: boolean; database: boolean }) => json(checks.worker && checks.database ? 200 : 503, { ready: checks.worker && checks.database, checks });
    if (request.url === '/livez') return json(200, { alive: true });
    if (request.url === '/readyz') return void answers(database, withinMs).then((served) => ready({ worker: polling(), database: served }));
    if (request.url !== '/metrics') return json(404, { error: 'Ask /livez, /readyz or /metrics' });
    metrics().then(
      (text) => void response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(text),
      () => json(503, { error: 'The exporter does not answer' }),
    );
  });
}

/** False: refused, or too late. */
function answers(ask: () => Promise<unknown>, withinMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(false), withinMs);
    void ask().then(() => true, () => false).then(resolve).finally(() => clearTimeout(late));
  });
}
