/** What this hospital asks for a package and for an extra unit. An order keeps the amounts that it was made with. */
import { lateCancellationHours, lateCancellationPercent, expiryWarningDays } from '../../pathways/entitlements/conventions.js';
import type { Fen } from '../../pathways/entitlements/money.js';
import { logAccess } from '../access-log.js';
import { json, type Db, type Sql } from '../client.js';

export type Funding = 'self-pay' | 'insured';
export type ServicePrice = { service: string; unitFen: Fen; chargeCode: string | null; funding: Funding };
export type Price = { packageId: string; amountFen: Fen; chargeCode: string | null; funding: Funding; validityDays: number; services: ServicePrice[]; example: boolean };

export function prices(sql: Db, hospitalId: string): Promise<(Price & { updatedAt: string })[]> {
  return sql<(Price & { updatedAt: string })[]>`select package_id, amount_fen, charge_code, funding, validity_days, services, example, updated_at
    from package_price where hospital_id = ${hospitalId} order by package_id`;
}

export async function priceOf(sql: Db, hospitalId: string, packageId: string): Promise<Price | null> {
  const [row] = await sql<Price[]>`select package_id, amount_fen, charge_code, funding, validity_days, services, example
    from package_price where hospital_id = ${hospitalId} and package_id = ${packageId}`;
  return row ?? null;
}

/** False: this hospital has published no such package. */
export async function setPrice(sql: Sql, hospitalId: string, price: Price, by: string | null): Promise<boolean> {
  const [known] = await sql`select 1 from pathway_version where hospital_id = ${hospitalId} and id = ${price.packageId} limit 1`;
  if (!known) return false;
  await sql.begin(async (tx) => {
    await tx`insert into package_price (hospital_id, package_id, amount_fen, charge_code, funding, validity_days, services, example, updated_by)
      values (${hospitalId}, ${price.packageId}, ${price.amountFen}, ${price.chargeCode}, ${price.funding}, ${price.validityDays}, ${json(tx, price.services)}, ${price.example}, ${by})
      on conflict (hospital_id, package_id) do update set amount_fen = excluded.amount_fen, charge_code = excluded.charge_code, funding = excluded.funding,
        validity_days = excluded.validity_days, services = excluded.services, example = excluded.example, updated_by = excluded.updated_by, updated_at = now()`;
    await logAccess(tx, { hospitalId, actor: by ?? 'system', action: 'set-price', ref: price.packageId, allowed: true, detail: { amountFen: price.amountFen, services: price.services } });
  });
  return true;
}

export type MoneySettings = { requiresPayment: boolean; lateCancellationHours: number; lateCancellationPercent: number; expiryWarningDays: number };

export async function moneySettings(sql: Db, hospitalId: string): Promise<MoneySettings> {
  const [row] = await sql<MoneySettings[]>`select h.requires_payment, coalesce(s.late_cancellation_hours, ${lateCancellationHours}) as late_cancellation_hours,
      coalesce(s.late_cancellation_percent, ${lateCancellationPercent}) as late_cancellation_percent, coalesce(s.expiry_warning_days, ${expiryWarningDays}) as expiry_warning_days
    from hospital h left join money_setting s on s.hospital_id = h.id where h.id = ${hospitalId}`;
  if (!row) throw new Error(`There is no hospital ${hospitalId}`);
  return row;
}

export async function setMoneySettings(sql: Sql, hospitalId: string, settings: MoneySettings, by: string): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`update hospital set requires_payment = ${settings.requiresPayment} where id = ${hospitalId}`;
    await tx`insert into money_setting (hospital_id, late_cancellation_hours, late_cancellation_percent, expiry_warning_days, updated_by)
      values (${hospitalId}, ${settings.lateCancellationHours}, ${settings.lateCancellationPercent}, ${settings.expiryWarningDays}, ${by})
      on conflict (hospital_id) do update set late_cancellation_hours = excluded.late_cancellation_hours, late_cancellation_percent = excluded.late_cancellation_percent,
        expiry_warning_days = excluded.expiry_warning_days, updated_by = excluded.updated_by, updated_at = now()`;
    await logAccess(tx, { hospitalId, actor: by, action: 'set-money-settings', ref: null, allowed: true, detail: settings });
  });
}
