/** The steps of a launch, in order, each safe to repeat: assessment, home, consents, then order, payment and start of each package. What failed is said; what worked stays. */
import type { OrderRow } from '../../../../db/read-models/order-list.js';
import type { PackageOffer } from '../../../../db/read-models/offer-list.js';
import type { AssessmentAnswers } from '../../../../pathways/recommend/questions.js';
import { get, newKey, nothingWasDone, send, upload } from '../../api.js';
import { withQuery } from '../../with-query.js';
import { valuesIn, type Written } from '../personal/written.js';
import type { ConsentForm } from './ConsentsPart.js';
import { isSelfPay, waitingOrder } from './due.js';
import { placeBody, type PlaceForm } from './PlaceFields.js';

/** `receipts`: package -> receipt number; each order has a receipt of its own. */
export type Payment = { method: 'cash' | 'pos' | 'transfer' | 'other'; receipts: Readonly<Record<string, string>> } | null;
export type LaunchAsk = {
  dischargeId: string; patientId: string; answers: AssessmentAnswers; consents: ConsentForm; place: PlaceForm; textVersions: Readonly<Record<string, number>>;
  packages: readonly PackageOffer[]; /** Launches of each package that this discharge had before. */ before: Readonly<Record<string, number>>; days: Readonly<Record<string, string>>; /** By package. */ personal: Readonly<Record<string, Written>>; payment: Payment; /** Training hospital: 1 = the clock is moved by hand; null: the hospital's pace, and every real hospital. */ pace: 1 | null;
};
export type Launched = { packageId: string; outcome: 'launched' | 'already-running' | 'failed'; message: string | null };

/** One key per intent, kept over retries: what was done before a failure is not done twice. What was refused did nothing, and is asked anew once its reason is mended. */
export type Keys = Map<string, string>;
async function keyed<T>(keys: Keys, intent: unknown, act: (key: string) => Promise<T>): Promise<T> {
  const name = JSON.stringify(intent);
  const key = keys.get(name) ?? newKey();
  keys.set(name, key);
  try {
    return await act(key);
  } catch (error) {
    if (nothingWasDone(error)) keys.delete(name);
    throw error;
  }
}

export async function launchAll(ask: LaunchAsk, keys: Keys): Promise<Launched[]> {
  const { dischargeId, answers } = ask;
  if (Object.keys(answers).length > 0) await keyed(keys, ['assessment', answers], (key) => send('POST', `/discharges/${dischargeId}/assessment`, { answers }, key));
  const home = placeBody(ask.place);
  if (home !== null) await send('PUT', `/patients/${ask.patientId}/place`, home);
  await recordConsents(ask, keys);
  // Orders first: whoever is interrupted between two packages finds the second one ordered, and not forgotten.
  const orders = new Map<string, string>();
  const failed = new Map<string, string>();
  for (const offer of ask.packages) await tried(offer, failed, async () => void orders.set(offer.packageId, await orderNoOf(ask, offer, keys)));
  const results = new Map<string, Launched['outcome']>();
  for (const offer of ask.packages) {
    const orderNo = orders.get(offer.packageId);
    if (orderNo !== undefined) await tried(offer, failed, async () => void results.set(offer.packageId, await launchOne(ask, offer, orderNo, keys)));
  }
  return ask.packages.map(({ packageId }) => ({ packageId, outcome: results.get(packageId) ?? 'failed', message: failed.get(packageId) ?? null }));
}

async function tried({ packageId }: PackageOffer, failed: Map<string, string>, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    failed.set(packageId, error instanceof Error ? error.message : String(error));
  }
}

async function recordConsents({ patientId, consents: { agreed, how, proxyRelation, scan }, textVersions, packages }: LaunchAsk, keys: Keys): Promise<void> {
  const kinds = Object.entries(agreed).flatMap(([kind, on]) => (on ? [kind] : []));
  if (kinds.length === 0) return;
  const fileId = how === 'scanned' && scan !== null ? (await keyed(keys, ['scan', scan.name, scan.size, scan.lastModified], (key) => upload<{ id: string }>(withQuery('/files', { kind: 'document', patientId }), scan, scan.type, key))).id : null;
  const way = { how, ...(how === 'proxy' ? { proxyRelation: proxyRelation.trim() } : {}), ...(fileId === null ? {} : { fileId }) };
  const decisions = kinds.flatMap((kind) => {
    const given = { kind, decision: 'given', textVersion: textVersions[kind] ?? 1, ...way };
    return kind === 'service-notice' ? packages.filter(isSelfPay).map(({ packageId, version, amount }) => ({ ...given, about: { packageId, version: String(version), amount: amount ?? '' } })) : [given];
  });
  if (decisions.length > 0) await keyed(keys, ['consents', decisions], (key) => send('POST', `/patients/${patientId}/consents`, { decisions }, key));
}

/** Without a price there is no order, and the number counts the launches. */
const orderNoOf = async (ask: LaunchAsk, offer: PackageOffer, keys: Keys): Promise<string> =>
  offer.amount === null ? `${ask.dischargeId}-${(ask.before[offer.packageId] ?? 0) + 1}` : (await orderFor(ask, offer, keys)).orderNo;

async function launchOne({ dischargeId, days, personal, pace }: LaunchAsk, offer: PackageOffer, orderNo: string, keys: Keys): Promise<'launched' | 'already-running'> {
  const anchors = Object.fromEntries(offer.anchors.flatMap((anchor) => (days[anchor] ? [[anchor, days[anchor]]] : [])));
  const values = valuesIn(offer.personal, personal[offer.packageId] ?? {});
  const body = { dischargeId, packageId: offer.packageId, version: offer.version, orderNo, ...(Object.keys(anchors).length > 0 ? { anchors } : {}), ...(Object.keys(values).length > 0 ? { personal: values } : {}), ...(pace === null ? {} : { pace }) };
  return (await keyed(keys, ['episode', body], (key) => send<{ outcome: 'launched' | 'already-running' }>('POST', '/episodes', body, key))).outcome;
}

/** An order that waits for this package is used again; a paid one is not paid twice. */
async function orderFor({ dischargeId, payment }: LaunchAsk, { packageId, version, amount }: PackageOffer, keys: Keys): Promise<OrderRow> {
  const { items } = await get<{ items: OrderRow[] }>(withQuery('/orders', { dischargeId, limit: 50 }));
  const waiting = waitingOrder(items, packageId);
  const order = waiting ?? (await keyed(keys, ['order', packageId, version, items.map(({ orderId }) => orderId)], (key) => send<OrderRow>('POST', '/orders', { dischargeId, packageId, version }, key)));
  const submitted = order.state === 'draft' ? await keyed(keys, ['submit', order.orderId], (key) => send<OrderRow>('POST', `/orders/${order.orderId}/submit`, {}, key)) : order;
  if (payment === null || submitted.state !== 'pending-payment' || Number(amount) === 0) return submitted;
  const paid = { method: payment.method, receiptNo: (payment.receipts[packageId] ?? '').trim(), amount: submitted.amount };
  return keyed(keys, ['pay', submitted.orderId, paid], (key) => send<OrderRow>('POST', `/orders/${submitted.orderId}/payments/offline`, paid, key));
}
