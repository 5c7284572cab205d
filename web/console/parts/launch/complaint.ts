/** What keeps a launch from starting, in the order of the page: the first of them is said, and the keyboard goes to its field. */
import type { OrderRow } from '../../../../db/read-models/order-list.js';
import type { PackageOffer } from '../../../../db/read-models/offer-list.js';
import { isAllowed, valueIn, type Written } from '../personal/written.js';
import type { ConsentForm } from './ConsentsPart.js';
import { amountDue, isSelfPay } from './due.js';
import type { Payment } from './launching.js';
import type { PlaceForm } from './PlaceFields.js';

/** `field`: the id of the input that mends it, without its prefix. */
export type Complaint = { field: string; key: 'choosePackage' | 'dayNeeded' | 'numberNeeded' | 'numberWrong' | 'needSms' | 'relationNeeded' | 'scanNeeded' | 'noticeNeeded' | 'districtNeeded' | 'addressNeeded' | 'payNeeded' | 'receiptNeeded' | 'receiptTwice' };
export type Asked = {
  chosen: readonly PackageOffer[]; days: Readonly<Record<string, string>>; /** By package. */ personal: Readonly<Record<string, Written>>; consents: ConsentForm; /** The consent to messages stands on record already. */ smsOnRecord: boolean;
  place: PlaceForm; payment: Payment; orders: readonly OrderRow[]; requiresPayment: boolean;
};

export const fieldId = (field: string): string => `launch-${field}`;

const isDay = (day: string | undefined): boolean => day !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(day);

export function firstComplaint({ chosen, days, personal, consents, smsOnRecord, place, payment, orders, requiresPayment }: Asked): Complaint | null {
  const [first] = chosen;
  if (first === undefined) return { field: 'packages', key: 'choosePackage' };
  for (const { packageId, anchors, personal: asked } of chosen) {
    const missing = anchors.find((anchor) => !isDay(days[anchor]));
    if (missing !== undefined) return { field: `day-${missing}-${packageId}`, key: 'dayNeeded' };
    for (const question of asked) {
      const text = personal[packageId]?.[question.name] ?? '';
      const field = `number-${question.name}-${packageId}`;
      if (question.required && valueIn(text, question.list) === null) return { field, key: 'numberNeeded' };
      if (!isAllowed(question, text)) return { field, key: 'numberWrong' };
    }
  }
  const agreed = Object.values(consents.agreed).some(Boolean);
  if (agreed && consents.how === 'proxy' && consents.proxyRelation.trim() === '') return { field: 'proxy', key: 'relationNeeded' };
  if (agreed && consents.how === 'scanned' && consents.scan === null) return { field: 'scan', key: 'scanNeeded' };
  if (!smsOnRecord && consents.agreed.sms !== true) return { field: 'sms', key: 'needSms' };
  if (chosen.some(isSelfPay) && consents.agreed['service-notice'] !== true) return { field: 'service-notice', key: 'noticeNeeded' };
  if (place.address.trim() !== '' && place.district === null) return { field: 'district', key: 'districtNeeded' };
  if (place.district !== null && place.address.trim() === '') return { field: 'address', key: 'addressNeeded' };
  return aboutPayment(chosen.filter((offer) => amountDue(offer, orders) > 0), payment, requiresPayment);
}

/** Each order has a receipt of its own: one number twice would be refused after the first package has started. */
function aboutPayment(due: readonly PackageOffer[], payment: Payment, required: boolean): Complaint | null {
  if (due.length === 0) return null;
  if (payment === null) return required ? { field: 'pay', key: 'payNeeded' } : null;
  const seen = new Set<string>();
  for (const { packageId } of due) {
    const receipt = (payment.receipts[packageId] ?? '').trim();
    if (receipt === '') return { field: `receipt-${packageId}`, key: 'receiptNeeded' };
    if (seen.has(receipt)) return { field: `receipt-${packageId}`, key: 'receiptTwice' };
    seen.add(receipt);
  }
  return null;
}
