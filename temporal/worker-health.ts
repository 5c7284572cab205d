/** What an orchestrator asks the worker: `/livez`, `/readyz` (polling for work, and served by database and Temporal) and `/metrics`. Holds nothing about patients. */
import { createServer, type Server } from 'node:http';

/** A check that takes longer counts as failed, as at the API's `/readyz`. By convention (C). */
const answersWithinMs = 2_000;

type Health = {
  /** Is the worker polling? */
  polling(): boolean;
  /** A query by the pool that the activities use: a database that is away and a pool whose connections all wait look the same from outside. */
  database(): Promise<unknown>;
  /** Does Temporal answer? The poll of a worker waits for work just as quietly when it does not. */
  temporal(): Promise<boolean>;
  metrics(): Promise<string>;
};

export function serveHealth({ polling, database, temporal, metrics }: Health, withinMs = answersWithinMs): Server {
  return createServer((request, response) => {
    const json = (status: number, body: unknown) => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.url === '/livez') return json(200, { alive: true });
    if (request.url === '/readyz') {
      return void Promise.all([answers(database, withinMs), answers(temporal, withinMs)]).then(([served, answering]) => {
        const checks = { worker: polling(), database: served, temporal: answering };
        const ready = Object.values(checks).every(Boolean);
        json(ready ? 200 : 503, { ready, checks });
      });
    }
    if (request.url !== '/metrics') return json(404, { error: 'Ask /livez, /readyz or /metrics' });
    metrics().then(
      (text) => void response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(text),
      () => json(503, { error: 'The exporter does not answer' }),
    );
  });
}

/** False: said so, refused, or too late. */
function answers(ask: () => Promise<unknown>, withinMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(false), withinMs);
    void ask().then((said) => said !== false, () => false).then(resolve).finally(() => clearTimeout(late));
  });
}
