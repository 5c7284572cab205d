/** What a chosen package still costs, once the orders that wait for it are counted. */
import type { OrderRow } from '../../../../db/read-models/order-list.js';
import type { PackageOffer } from '../../../../db/read-models/offer-list.js';

export const isSelfPay = ({ amount, funding }: PackageOffer): boolean => amount !== null && Number(amount) > 0 && funding !== 'insured';

/** In fen, so that no float rounds money. */
const fen = (amount: string): number => Math.round(Number(amount) * 100);
export const yuan = (amountFen: number): string => (amountFen / 100).toFixed(2);

/** An order that was made for this package and has not started one: it is used again, so that nothing is paid twice. */
export const waitingOrder = (orders: readonly OrderRow[], packageId: string): OrderRow | undefined =>
  orders.find((order) => order.packageId === packageId && order.kind === 'package' && order.episodeId === null && (order.state === 'pending-payment' || order.state === 'draft' || order.state === 'paid'));

/** Fen; the order's own price where there is one, because it does not change afterwards. */
export function amountDue({ packageId, amount }: PackageOffer, orders: readonly OrderRow[]): number {
  const order = waitingOrder(orders, packageId);
  if (order === undefined) return amount === null ? 0 : fen(amount);
  return order.state === 'paid' ? 0 : fen(order.amount);
}
