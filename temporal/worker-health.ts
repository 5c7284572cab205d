/** What an orchestrator asks the worker: `/livez`, `/readyz` (polling for work) and `/metrics`. Holds nothing about patients. */
import { createServer, type Server } from 'node:http';

export function serveHealth({ ready, metrics }: { ready(): boolean; metrics(): Promise<string> }): Server {
  return createServer((request, response) => {
    const json = (status: number, body: unknown) => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.url === '/livez') return json(200, { alive: true });
    if (request.url === '/readyz') return json(ready() ? 200 : 503, { ready: ready() });
    if (request.url !== '/metrics') return json(404, { error: 'Ask /livez, /readyz or /metrics' });
    metrics().then(
      (text) => void response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(text),
      () => json(503, { error: 'The exporter does not answer' }),
    );
  });
}
