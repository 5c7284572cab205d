/** Counts and times requests by route pattern (never by path: paths hold ids). */
import { createMiddleware } from 'hono/factory';
import { Counter, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Env } from './env.js';

export function observe(registry: Registry) {
  const requests = new Counter({ name: 'wuyou_http_requests_total', help: 'HTTP requests', labelNames: ['method', 'route', 'status'], registers: [registry] });
  const seconds = new Histogram({ name: 'wuyou_http_request_seconds', help: 'Time to answer', labelNames: ['method', 'route'], buckets: [0.01, 0.05, 0.1, 0.5, 1, 5], registers: [registry] });
  return createMiddleware<Env>(async (c, next) => {
    const end = seconds.startTimer();
    await next();
    const labels = { method: c.req.method, route: c.req.routePath };
    end(labels);
    requests.inc({ ...labels, status: String(c.res.status) });
  });
}
