/** What an episode bought and what became of it, service by service. */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Balance, EntryKind } from '../../pathways/entitlements/ledger.js';
import type { Db } from '../client.js';

/** `at` and `expiresAt` are episode time. */
export type EntitlementEntryRow = { at: Instant; kind: EntryKind; units: number; occurrence: string | null; cause: string; recordedAt: Instant };
export type EntitlementRow = Balance & { service: string; expiresAt: Instant; entries: EntitlementEntryRow[] };

/** Empty: launched before there were entitlements, or a package without units. */
export async function entitlementsOf(sql: Db, hospitalId: string, episodeId: string): Promise<EntitlementRow[]> {
  const lines = await sql<(Balance & { service: string; expiresAt: Instant })[]>`select service, purchased, reserved, used, refunded, expired, remaining, expires_at
    from entitlement_balance where hospital_id = ${hospitalId} and episode_id = ${episodeId} order by service`;
  const entries = await sql<(EntitlementEntryRow & { service: string })[]>`select service, at, kind, units, occurrence, cause, recorded_at
    from entitlement_entry where hospital_id = ${hospitalId} and episode_id = ${episodeId} order by recorded_at, id`;
  return lines.map((line) => ({ ...line, entries: entries.filter(({ service }) => service === line.service).map(({ service: _, ...entry }) => entry) }));
}
