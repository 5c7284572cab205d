/** What the routes of bulk acts answer with. */
import { z } from '@hono/zod-openapi';

const text = z.string();
const maybe = <T extends z.ZodType>(schema: T) => schema.nullable();
const Placed = z.object({ from: text, until: text, accountId: maybe(text), name: maybe(text), revision: z.number() });
const Consequence = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), purpose: text, recipient: text, at: maybe(text) }), z.object({ kind: z.literal('text-withdrawn'), purpose: text, recipient: text, at: maybe(text) }),
  z.object({ kind: z.literal('call'), purpose: text, role: text }), z.object({ kind: z.literal('nurse-notice'), name: text, notice: text }), z.object({ kind: z.literal('asked-again'), name: maybe(text) }),
  z.object({ kind: z.literal('outside-window'), until: text }),
]);
export const BulkActItem = z
  .object({
    actId: text, kind: z.enum(['move-visits', 'reassign-visits']), request: z.looseObject({}), reason: text, previewedByName: text, previewedAt: text, appliedByName: maybe(text), appliedAt: maybe(text), undoneByName: maybe(text), undoneAt: maybe(text),
    rows: z.number(), changed: z.number(),
  })
  .openapi('BulkAct');
export const BulkDetailItem = BulkActItem.extend({
  visits: z.array(z.object({
    occurrence: text, episodeId: text, patientId: text, familyName: text, givenName: text, district: maybe(text), step: text, packageId: text, before: Placed, after: maybe(Placed), consequences: z.array(Consequence), verdict: text, detail: maybe(text), state: text,
  })),
}).openapi('BulkActDetail');
