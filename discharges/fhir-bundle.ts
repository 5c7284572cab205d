/** Reading FHIR JSON without trusting it: small accessors that answer null instead of throwing. */
import { z } from 'zod';
import type { Coding } from './record.js';

export const bundle = z.looseObject({
  resourceType: z.literal('Bundle'),
  entry: z.array(z.looseObject({ fullUrl: z.string().optional(), resource: z.looseObject({ resourceType: z.string(), id: z.string().optional() }) })).min(1).max(50_000),
});

/** `id`: the sender's own, from the resource or the address of its entry. `uuid`: what the entry calls it, often for this one bundle. null: it has none; a place in the bundle is no name. */
export type Resource = { resourceType: string; id: string | null; uuid: string | null; fullUrl: string; [field: string]: unknown };
export type Encounter = {
  id: string | null; /** What it is called in the hospital. null: nothing names it. */ ref: string | null;
  fullUrl: string; status: string; classCode: string; start: string | null; end: string | null; reason: string; /** Words of its type and priority, and where the patient came from. */ route: string;
};

const urnOf = /^urn:uuid:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
const addressOf = /^https?:\/\/.+\/([A-Za-z]+)\/([A-Za-z0-9.-]{1,64})$/;

export const resourcesOf = (b: z.infer<typeof bundle>): Resource[] => b.entry.map(({ fullUrl = '', resource }) => {
  const [, type, last] = addressOf.exec(fullUrl) ?? [];
  return { ...resource, id: resource.id ?? (type === resource.resourceType ? (last ?? null) : null), uuid: urnOf.exec(fullUrl)?.[1]?.toLowerCase() ?? null, fullUrl };
});

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A text field of an object, else null. */
export function text(from: unknown, field: string): string | null {
  if (!isObject(from)) return null;
  const value = from[field];
  return typeof value === 'string' && value !== '' ? value : null;
}

export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]);

/** Codings of a CodeableConcept (or of a list of them); falls back to its text. */
export function codings(concept: unknown): Coding[] {
  return list(concept).flatMap((one) => {
    if (!isObject(one)) return [];
    const found = list(one['coding']).map((c) => ({ system: text(c, 'system') ?? '', code: text(c, 'code') ?? '', display: text(c, 'display') ?? text(one, 'text') ?? '' }));
    const words = text(one, 'text');
    return found.length > 0 ? found : words ? [{ system: '', code: '', display: words }] : [];
  });
}

/** FHIR has dates of a year or a month alone; where a day is needed, those are none. */
export const dayOrNull = (written: string | null): string | null => (written !== null && /^\d{4}-\d{2}-\d{2}/.test(written) ? written : null);

export const patientReference = (resource: Resource): string | null => text(resource['subject'], 'reference') ?? text(resource['patient'], 'reference');

export function encounterOf(resource: Resource): Encounter {
  const kind = resource['class'];
  const reason = [...codings(resource['reasonCode'] ?? resource['reason']), ...codings(resource['type'])][0];
  return {
    id: resource.id,
    ref: resource.id ?? list(resource['identifier']).map((one) => text(one, 'value')).find((value) => value !== null) ?? resource.uuid,
    fullUrl: resource.fullUrl,
    status: text(resource, 'status') ?? 'unknown',
    classCode: text(kind, 'code') ?? codings(kind)[0]?.code ?? '',
    start: text(resource['period'], 'start'),
    end: text(resource['period'], 'end'),
    reason: reason?.display ?? '',
    route: [...codings(resource['type']), ...codings(resource['priority']), ...codings(admitted(resource))].map(({ code, display }) => `${display} [${code}]`).join('; '),
  };
}

const admitted = (resource: Resource): unknown => { const stay = resource['hospitalization']; return isObject(stay) ? stay['admitSource'] : undefined; };
