/** What the package routes answer with. */
import { z } from '@hono/zod-openapi';

const text = z.string();
const maybe = <T extends z.ZodType>(schema: T) => schema.nullable();
const units = z.array(z.object({ service: text, count: z.number() }));
const price = maybe(z.object({ amount: text, currency: text }));
const level = z.enum(['red', 'orange', 'yellow']);

export const CatalogueItem = z
  .object({
    packageId: text, title: text, summary: text, units, price, durationDays: z.number(),
    versions: z.array(z.object({
      version: z.number(), publishedAt: text, publishedBy: maybe(text), reason: maybe(text), signatures: z.array(z.object({ accountId: text, displayName: text, role: text, signedAt: text })),
      running: z.number(), ended: z.number(), overrides: z.number(), missingSignature: maybe(text).openapi({ description: 'What is still needed before it may run for real patients; null: nothing' }),
    })),
    drafts: z.array(z.object({ draftId: text, baseVersion: z.number(), updatedAt: text, updatedBy: text })),
  })
  .openapi('CataloguePackage');

const Step = z.object({
  step: text, kind: z.enum(['visit', 'form', 'call', 'reading', 'message', 'task']), phase: z.enum(['course', 'follow-up']), label: text, anchor: maybe(text), days: z.array(z.number()), inMonths: z.boolean(), times: z.array(text),
  window: maybe(z.object({ early: z.number(), late: z.number() })), deadline: maybe(z.object({ withinHours: maybe(z.number()), byTime: maybe(text) })), triggered: maybe(z.object({ afterHours: z.number(), at: maybe(text), byRules: z.array(text) })), stopWhen: maybe(text), who: text, service: maybe(text), place: maybe(text),
  forms: z.array(text), text: maybe(text), materials: z.array(text), sop: z.array(text), reminders: z.array(z.object({ purpose: text, daysBefore: z.number(), at: text, text })),
});
const RuleItem = z.object({
  rule: text, case: z.number(), condition: text, numbers: z.array(z.object({ name: text, value: text, unit: text, source: text })), level: maybe(level), to: z.array(text), ackWithinMinutes: maybe(z.number()), contactWithinMinutes: maybe(z.number()),
  patientText: maybe(text), instruction: text, starts: z.array(text), silence: maybe(z.object({ step: text, misses: z.number() })), persist: maybe(z.object({ hours: z.number(), become: level })),
  confirm: maybe(z.object({ askAfterMinutes: z.number(), withinMinutes: z.number() })), source: text,
});
const LevelItem = z.object({
  level, alert: z.array(text), ackWithinMinutes: maybe(z.number()), contactWithinMinutes: z.number(), ladder: z.array(z.object({ afterMinutes: z.number(), to: z.array(text), unless: z.enum(['acknowledged', 'contacted']) })),
  repeatEveryMinutes: z.number(), callBy: maybe(text), pausesVisits: z.boolean(), patientText: maybe(text),
});
const ParameterItem = z.object({ name: text, value: z.union([text, z.array(text)]), unit: text, source: text, override: maybe(z.object({ value: text, source: text, reason: text })), usedIn: z.array(text) });
const FormItem = z.object({
  form: text, title: text, instrument: maybe(text),
  questions: z.array(z.object({ id: text, text: maybe(text), type: z.enum(['boolean', 'choice', 'multi', 'number', 'photo', 'text']), required: z.boolean(), options: z.array(z.object({ id: text, label: text })), unit: maybe(text), min: maybe(text), max: maybe(text) })),
});
export const ViewItem = z
  .object({
    packageId: text, version: z.number(), title: text, summary: text, units, price, uses: z.array(text), zone: text, mainAnchor: text, anchors: z.record(text, text), durationDays: z.number(),
    quietHours: z.object({ from: text, to: text }), dailySmsCap: z.number(), answering: z.array(z.object({ from: text, to: text, withinMinutes: z.number(), by: text })), steps: z.array(Step), rules: z.array(RuleItem), levels: z.array(LevelItem), parameters: z.array(ParameterItem), forms: z.array(FormItem),
    texts: z.array(z.object({ key: text, zh: text, en: text })),
  })
  .openapi('PackageView');

export const FileItem = z.object({ path: z.string().min(1).max(200), text: z.string().max(200_000) }).strict();
export const DraftItem = z
  .object({
    draftId: text, packageId: text, baseVersion: z.number(), newest: z.number(), revision: z.number(), state: z.enum(['open', 'published', 'discarded']), publishedVersion: maybe(z.number()), files: z.array(FileItem),
    entries: z.array(z.object({ act: text, detail: z.record(text, z.unknown()), by: text, at: text })),
  })
  .openapi('PackageDraft');

export const DiagnosticItem = z.object({ file: text, line: z.number(), column: z.number(), severity: z.enum(['error', 'warning']), message: text, fix: text });
export const Checked = z.object({ ok: z.boolean(), diagnostics: z.array(DiagnosticItem), view: maybe(ViewItem) }).openapi('DraftCheck');

const change = <T extends z.ZodType>(item: T) => ({ gained: z.array(item), lost: z.array(item), moved: z.array(z.object({ before: item, after: item })), same: z.number() });
const DayItem = z.object({ id: text, at: text, day: z.number(), time: text, step: text, kind: text, what: z.enum(['step', 'message']), label: text, recipient: maybe(text), text: maybe(text) });
const Line = z.object({ at: text, day: text, time: text, episode: text, mark: text, text });
const verdict = z.enum(['same', 'changed', 'broken']);
export const PreviewItem = z
  .object({
    days: z.number(), anchor: text,
    changes: z.array(z.object({ part: text, id: text, language: text.optional(), before: maybe(text).optional(), after: maybe(text).optional(), change: text.optional() })),
    calendar: z.object({ ...change(DayItem), reworded: z.array(z.object({ before: DayItem, after: DayItem })) }),
  })
  .openapi('DraftPreview');
export const StoryItem = z.object({ path: text, title: text, verdict, why: z.array(text), gained: z.number(), lost: z.number(), moved: z.number() }).openapi('StoryVerdict');
export const ToldStoryItem = z.object({ title: text, verdict, why: z.array(text), change: z.object(change(Line)) }).openapi('ToldStory');
