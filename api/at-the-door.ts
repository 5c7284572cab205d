/** For routes that answer strangers: they find out themselves whose hospital it is. */
import { createMiddleware } from 'hono/factory';
import { atTheDoor } from '../db/hospitals-apart.js';
import type { Env } from './env.js';

export const doorway = createMiddleware<Env>((_, next) => atTheDoor(next));
