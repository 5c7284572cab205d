/** Shapes that several resources share, as OpenAPI components. */
import { z } from '@hono/zod-openapi';

export const ProblemBody = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    detail: z.string(),
    code: z.string(),
    reason: z.string().optional(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
    requestId: z.string().optional(),
  })
  .openapi('Problem');

/** The refusals that any route may answer with. */
export const refusals = Object.fromEntries(
  (['400', '401', '403', '404', '409', '413', '415', '422', '429', '503'] as const).map((status) => [
    status,
    { description: 'Problem (RFC 9457)', content: { 'application/problem+json': { schema: ProblemBody } } },
  ]),
) as Record<'400' | '401' | '403' | '404' | '409' | '413' | '415' | '422' | '429' | '503', { description: string; content: { 'application/problem+json': { schema: typeof ProblemBody } } }>;

export const jsonBody = <T extends z.ZodType>(schema: T) => ({ required: true as const, content: { 'application/json': { schema } } });
export const json = <T extends z.ZodType>(schema: T, description: string) => ({ description, content: { 'application/json': { schema } } });

export const Uuid = z.uuid().openapi({ example: '019355e2-7a50-7c4e-9d61-0f5f0f6a1b2c' });
const personalName = z.string().regex(/^[a-z][A-Za-z0-9]{0,60}$/, 'must be the name of a parameter, like lastDose');
const PersonalValue = z.union([z.string().max(40), z.array(z.string().max(40)).max(24)], { error: 'must be a number or time in quotes, or a list of them' });
/** A decimal or local time in quotes, or a rising list of them; what is allowed is the package's matter. */
export const PersonalValues = z.record(personalName, PersonalValue);
export const PersonalChanges = z.record(personalName, PersonalValue.nullable()).refine((values) => Object.keys(values).length > 0, { error: 'must name at least one parameter' });
/** A number or time that a package asks for each patient; `value` is the default. */
export const PersonalQuestion = z.object({
  name: z.string(), label: z.string(), of: z.enum(['number', 'time']), list: z.boolean(), unit: z.string(), min: z.string(), max: z.string(), required: z.boolean(), value: z.array(z.string()).nullable(), source: z.string(),
});
export const Day = z.iso.date('must be a date that exists, written like 2026-03-02').openapi({ example: '2026-03-02' });
export const Moment = z.iso.datetime({ offset: true, error: 'must be a time with its zone, written like 2026-03-02T09:00:00+08:00' }).openapi({ example: '2026-03-02T09:00:00.000+08:00' });
/** Decimal numbers travel as text: 38.5 is exact, a float is not. */
export const DecimalText = z.string('must be a decimal number written as text, e.g. "38.5"').regex(/^-?\d{1,9}(\.\d{1,6})?$/, 'must be a decimal number written as text, e.g. "38.5"');
export const EpisodeParam = z.object({ episodeId: Uuid.openapi({ param: { name: 'episodeId', in: 'path' } }) });

/** Keyset pages: pass `next` back as `after`. */
export const PageQuery = z.object({
  after: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });

export const IdempotencyHeader = z.object({ 'idempotency-key': z.string().min(1).max(200).openapi({ example: 'launch-2026-03-02-0001' }) });

/** A command's result: recorded (200), or stored safely and on its way (202). */
export const CommandResult = z
  .object({ state: z.enum(['recorded', 'accepted']), commandId: z.string(), seq: z.number().int().nullable(), duplicate: z.boolean(), remarks: z.array(z.string()).openapi({ description: 'What the sender should know, e.g. that a reading was not believed' }) })
  .openapi('CommandResult');

/** Why, in a person's own words, beside a reason from a list. */
export const Note = z.string().trim().min(1).max(500).optional();
