/** Shapes that several resources share, as OpenAPI components. */
import { z } from '@hono/zod-openapi';
import { isZone } from '../pathways/time.js';

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
/** Values under names; the document says which names there can be. */
export function byName<T extends z.ZodType>(name: RegExp, value: T, error?: string) {
  // Without `type`: with it the document would keep this alone and say nothing of the values.
  const shape = { propertyNames: { pattern: name.source } };
  return z.record(z.string().regex(name, error), value).openapi(shape);
}
/** Text without the space around it; what is left has at least `least` characters. */
export const trimmed = (least: number, most: number) => z.string().trim().min(least).max(most).openapi({ pattern: least === 1 ? '\\S' : `\\S[\\s\\S]{${least - 2},}\\S` });
const personalName = /^[a-z][A-Za-z0-9]{0,60}$/;
const notAParameter = 'must be the name of a parameter, like lastDose';
const PersonalValue = z.union([z.string().max(40), z.array(z.string().max(40)).max(24)], { error: 'must be a number or time in quotes, or a list of them' });
/** A decimal or local time in quotes, or a rising list of them; what is allowed is the package's matter. */
export const PersonalValues = byName(personalName, PersonalValue, notAParameter).openapi('PersonalValues');
export const PersonalChanges = byName(personalName, PersonalValue.nullable(), notAParameter).refine((values) => Object.keys(values).length > 0, { error: 'must name at least one parameter' }).openapi({ minProperties: 1 });
/** A number or time that a package asks for each patient; `value` is the default. */
export const PersonalQuestion = z.object({
  name: z.string(), label: z.string(), of: z.enum(['number', 'time']), list: z.boolean(), unit: z.string(), min: z.string(), max: z.string(), required: z.boolean(), value: z.array(z.string()).nullable(), source: z.string(),
});
/** PostgreSQL's integer holds no more. */
const largestInteger = 2_147_483_647;
/** Counted from 1: versions, revisions, the n-th visit. */
export const Ordinal = z.number().int().min(1).max(largestInteger);
/** As it stands in an address. */
export const OrdinalInPath = z.coerce.number().int().min(1).max(largestInteger);
/** Before 1900 nobody who is cared for was born, and PostgreSQL's calendar has no year 0. By convention (C). */
const notBefore1900 = /^(19|[2-9][0-9])[0-9]{2}-/;
// The document would say the last of two forms alone, so both are said again.
const tooEarly = { error: 'must not lie before 1900', abort: true } as const;
// All end the check of what holds them: a rule that counts days cannot count from something else.
export const Day = z.iso.date({ error: 'must be a date that exists, written like 2026-03-02', abort: true }).regex(notBefore1900, tooEarly).openapi({ format: 'date', pattern: notBefore1900.source, example: '2026-03-02' });
export const Moment = z.iso.datetime({ offset: true, error: 'must be a time with its zone, written like 2026-03-02T09:00:00+08:00', abort: true }).regex(notBefore1900, tooEarly).openapi({ format: 'date-time', pattern: notBefore1900.source, example: '2026-03-02T09:00:00.000+08:00' });
/** Decimal numbers travel as text: 38.5 is exact, a float is not. */
export const DecimalText = z.string('must be a decimal number written as text, e.g. "38.5"').regex(/^-?\d{1,9}(\.\d{1,6})?$/, 'must be a decimal number written as text, e.g. "38.5"');
/** Of a second factor, as somebody types it. */
export const TypedCode = z.string().min(1).max(40).openapi({ description: 'Six digits of the authenticator app, or a recovery code', example: '050471' });
export const EpisodeParam = z.object({ episodeId: Uuid.openapi({ param: { name: 'episodeId', in: 'path' } }) });
export const CaseParam = EpisodeParam.extend({ n: OrdinalInPath });
export const VisitParam = EpisodeParam.extend({ step: z.string().regex(/^[a-z0-9-]+$/), n: OrdinalInPath });

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

/** Facts about a patient that rules ask for. */
export const Flags = byName(/^[a-z][A-Za-z]{1,40}$/, z.boolean(), 'must be a name like anticoagulant');
export const Zone = z.string().refine(isZone, { message: 'is not a time zone; write it like Asia/Shanghai' }).openapi({ example: 'Asia/Shanghai' });

/** Why, in a person's own words, beside a reason from a list. */
export const Note = trimmed(1, 500).optional();
