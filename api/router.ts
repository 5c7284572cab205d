/** A router whose validation failures become one 422 problem with JSON pointers. */
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Env } from './env.js';
import { Problem } from './problem.js';

export const router = (): OpenAPIHono<Env> =>
  new OpenAPIHono<Env>({
    defaultHook: (result) => {
      if (result.success) return;
      const errors = result.error.issues.map((issue) => ({ pointer: `/${issue.path.map(String).join('/')}`, detail: issue.message }));
      throw new Problem('invalid', `${errors.length} value(s) in the ${result.target} are not acceptable: ${errors.map((e) => `${e.pointer} ${e.detail}`).join('; ')}`, { errors });
    },
  });
