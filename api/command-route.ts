/** Commands to an episode all look alike: POST, Idempotency-Key, 200 recorded / 202 accepted. This declares one in three lines. */
import type { OpenAPIHono, z } from '@hono/zod-openapi';
import type { Principal } from '../db/accounts.js';
import type { Guard } from '../db/intake.js';
import type { UpdateKind } from '../workflows/contract.js';
import { submit } from './commands.js';
import type { ApiDeps } from './deps.js';
import { needs } from './auth.js';
import { principalOf } from './env.js';
import type { Env } from './env.js';
import { idempotent } from './idempotency.js';
import { parse, readJson } from './parse.js';
import type { Permission } from './permissions.js';
import { CommandResult, IdempotencyHeader, json, jsonBody, refusals } from './schemas.js';

export type CommandInput = { episodeId: string; input: Record<string, unknown>; guard?: Guard };

type CommandRoute<P extends z.ZodObject, B extends z.ZodType> = {
  path: string;
  tag: string;
  summary: string;
  permission: Permission;
  params: P;
  body: B;
  kind: UpdateKind;
  /** Path and body -> episode and the update's payload (without commandId and by). */
  input: (params: z.output<P>, body: z.output<B>, principal: Principal) => CommandInput | Promise<CommandInput>;
};

export function addCommand<P extends z.ZodObject, B extends z.ZodType>(app: OpenAPIHono<Env>, deps: ApiDeps, command: CommandRoute<P, B>): void {
  const access = needs(command.permission);
  const middleware = [...access.middleware, idempotent(deps.sql, { repeatable: true })];
  const { params, body } = command;
  app.openAPIRegistry.registerPath({
    method: 'post',
    path: command.path,
    tags: [command.tag],
    summary: command.summary,
    'x-permission': access['x-permission'],
    security: access.security,
    request: { params, headers: IdempotencyHeader, body: jsonBody(body) },
    responses: { 200: json(CommandResult, 'Recorded'), 202: json(CommandResult, 'Stored safely; it will be recorded as soon as the workflow answers'), ...refusals },
  });
  app.on('POST', [command.path.replace(/\{(\w+)\}/g, ':$1')], ...middleware, async (c) => {
    const { episodeId, input, guard } = await command.input(parse(params, c.req.param(), 'path'), parse(body, await readJson(c), 'body'), principalOf(c));
    const result = await submit(deps, principalOf(c), c.req.header('idempotency-key') ?? '', { episodeId, kind: command.kind, input, guard });
    return c.json(result.body, result.status);
  });
}
