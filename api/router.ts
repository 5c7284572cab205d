/** A router whose validation failures become one 422 problem with JSON pointers. */
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Env } from './env.js';
import { invalid } from './parse.js';

export const router = (): OpenAPIHono<Env> =>
  new OpenAPIHono<Env>({
    defaultHook: (result) => {
      if (result.success) return;
      throw invalid(result.error.issues, result.target);
    },
  });
