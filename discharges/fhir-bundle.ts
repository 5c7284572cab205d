/** Reading FHIR JSON without trusting it: small accessors that answer null instead of throwing. */
import { z } from 'zod';
import type { Coding } from './record.js';

export const bundle = z.looseObject({
  resourceType: z.literal('Bundle'),
  entry: z.array(z.looseObject({ fullUrl: z.string().optional(), resource: z.looseObject({ resourceType: z.string(), id: z.string().optional() }) })).min(1).max(50_000),
});

export type Resource = { resourceType: string; id: string; fullUrl: string; [field: string]: unknown };
export type Encounter = { id: string; fullUrl: string; status: string; classCode: string; start: string | null; end: string | null; reason: string; /** Words of its type and priority, and where the patient came from. */ route: string };

export const resourcesOf = (b: z.infer<typeof bundle>): Resource[] =>
  b.entry.map(({ fullUrl, resource }, index) => ({ ...resource, id: resource.id ?? String(index), fullUrl: fullUrl ?? '' }));

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

export const patientReference = (resource: Resource): string | null => text(resource['subject'], 'reference') ?? text(resource['patient'], 'reference');

export function encounterOf(resource: Resource): Encounter {
  const kind = resource['class'];
  const reason = [...codings(resource['reasonCode'] ?? resource['reason']), ...codings(resource['type'])][0];
  return {
    id: resource.id,
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
