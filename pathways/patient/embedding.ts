/** A package started within another one: which may be, and why not. What is left of it is the ledger's matter (`entitlements/embedded-units.ts`). */
import type { EpisodeStatus } from '../engine/episode.js';
import type { Embeds, Plan } from '../engine/plan.js';

/** The line of the outer plan under which the other package may be started; null: under none. One deep: what embeds is never embedded. */
export function embedsOf(outer: Pick<Plan, 'id' | 'embeds'>, inner: Pick<Plan, 'id' | 'embeds'>): Embeds | null {
  if (inner.embeds || inner.id === outer.id) return null;
  return outer.embeds?.find(({ packages }) => packages === 'any' || packages.includes(inner.id)) ?? null;
}

/** As the `episode` table says it: an engine that stands still is a status there. */
type OuterStatus = EpisodeStatus | 'halted' | 'engine-failed';
export type EmbeddingRefusal = { code: 'embeds-not' | 'embeds-state'; message: string };

/** null: nothing in the two packages speaks against it. */
export function refuseEmbedding(outer: { plan: Pick<Plan, 'id' | 'embeds'>; status: OuterStatus }, inner: Pick<Plan, 'id' | 'embeds'>): EmbeddingRefusal | null {
  const { plan: { id, embeds }, status } = outer;
  if (!embeds) return { code: 'embeds-not', message: `${id} includes no other package: order ${inner.id} by itself` };
  if (inner.embeds) return { code: 'embeds-not', message: `${inner.id} includes other packages itself, so it is never included in one: order it by itself` };
  if (embedsOf(outer.plan, inner) === null) return { code: 'embeds-not', message: `${id} does not include ${inner.id}: choose one of ${named(embeds)}, or order it by itself` };
  if (status === 'active') return null;
  return { code: 'embeds-state', message: `${id} is ${status}: ${toDo[status]}` };
}

const named = (embeds: readonly Embeds[]): string => [...new Set(embeds.flatMap(({ packages }) => packages))].join(', ');

const toDo: Record<Exclude<OuterStatus, 'active'>, string> = {
  launching: 'it begins in a moment, then try again',
  paused: 'resume it first, or order the other package by itself',
  stopping: 'it includes nothing any more; order the other package by itself',
  stopped: 'it includes nothing any more; order the other package by itself',
  completed: 'it includes nothing any more; order the other package by itself',
  halted: 'a person must look at it first (docs/operations.md)',
  'engine-failed': 'a person must look at it first (docs/operations.md)',
};
