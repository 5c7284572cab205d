/** What publishing makes of an author's files: the engine's plan, the wording, and what only people look at. */
import type { FormId, Plan, TextKey } from '../engine/plan.js';

export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

/** language -> key -> wording. Every key is there in every language. */
export type Texts = Record<Language, Record<TextKey, string>>;

export type Meta = {
  title: TextKey;
  summary: TextKey;
  /** `amount` as a decimal string; null: priced elsewhere. */
  price: { amount: string; currency: string } | null;
  /** What is bought: so many units of each service. */
  units: { service: string; count: number }[];
  parameters: Record<string, { value: string | string[]; unit: string; source: string }>;
  /** Wording of the forms; `text` is null where the instrument's owner does not allow us to ship it. */
  forms: Record<FormId, FormMeta>;
  readings: Record<string, { title: TextKey | null; components: Record<string, { label: TextKey | null }> }>;
  uses: string[];
};

export type FormMeta = {
  title: TextKey;
  instrument: string | null;
  questions: Record<string, { text: TextKey | null; options: Record<string, TextKey | null> }>;
};

/** Immutable once published; `hash` = sha256 over the canonical JSON of { meta, plan, texts }. */
export type Definition = { plan: Plan; texts: Texts; meta: Meta; hash: string };
