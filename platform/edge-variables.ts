/** The environment of the edge (api/edge/server.ts): where the core is, and nothing that a thief could use. */
import { z } from 'zod';
import { httpUrl } from './provider-variables.js';

export const edgeVariables = z.object({
  /** Where the core's EDGE_PORT is reached from the DMZ, `http://10.1.2.3:8082`; origin only. */
  CORE_URL: httpUrl.refine((url) => new URL(url).pathname === '/' && new URL(url).search === '', 'must be an origin without a path, like http://10.1.2.3:8082'),
  HOST: z.string().default('0.0.0.0'),
  PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  /** Proxies of the hospital in front of the edge, each of which appends to X-Forwarded-For. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

export type EdgeSettings = {
  coreUrl: string;
  host: string;
  port: number;
  trustedProxies: number;
  logLevel: z.output<typeof edgeVariables>['LOG_LEVEL'];
};
