import { expect, it } from 'vitest';
import type { OrderRow } from '../../../../db/read-models/order-list.js';
import type { PackageOffer } from '../../../../db/read-models/offer-list.js';
import { firstComplaint, type Asked } from './complaint.js';
import { amountDue } from './due.js';
import { placeBody } from './PlaceFields.js';

const offer = (packageId: string, more: Partial<PackageOffer> = {}): PackageOffer => ({
  packageId, version: 1, title: { zh: packageId, en: packageId }, summary: { zh: '', en: '' }, units: [], amount: '300.00', funding: 'self-pay', examplePrice: false, signed: true, anchors: [], personal: [], atHome: false, episodeId: null, ...more,
});
const order = (packageId: string, state: OrderRow['state'], more: Partial<OrderRow> = {}): OrderRow => ({
  orderId: packageId, orderNo: `WY-${packageId}`, kind: 'package', state, patientId: 'p', dischargeId: 'd', episodeId: null, packageId, version: 1, amount: '280.00', paid: '0.00', refunded: '0.00', currency: 'CNY',
  createdAt: '2026-03-02T08:00:00.000Z', paidAt: null, cancelledAt: null, cancelReason: null, lines: [], payments: [], refunds: [], ...more,
});
const ready: Asked = {
  chosen: [offer('a'), offer('b')], days: {}, personal: {}, consents: { agreed: { sms: true, 'service-notice': true }, how: 'signed', proxyRelation: '', scan: null }, smsOnRecord: false,
  place: { district: null, address: '', accessNote: '', stored: null }, payment: { method: 'cash', receipts: { a: '1', b: '2' } }, orders: [], requiresPayment: true,
};
const about = (more: Partial<Asked>) => firstComplaint({ ...ready, ...more });

it('A launch that lacks nothing is not kept waiting', () => {
  expect(about({})).toBeNull();
  expect(about({ requiresPayment: false, payment: null })).toBeNull();
  expect(about({ consents: { ...ready.consents, agreed: { 'service-notice': true } }, smsOnRecord: true })).toBeNull();
});

it('The first thing that is missing is named with its field', () => {
  expect(about({ chosen: [] })).toEqual({ field: 'packages', key: 'choosePackage' });
  expect(about({ chosen: [offer('a', { anchors: ['surgery'] })] })).toEqual({ field: 'day-surgery-a', key: 'dayNeeded' });
  expect(about({ chosen: [offer('a', { anchors: ['surgery'] })], days: { surgery: '2026-03-01' } })).toBeNull();
  expect(about({ consents: { ...ready.consents, agreed: { 'service-notice': true } } })).toEqual({ field: 'sms', key: 'needSms' });
  expect(about({ consents: { ...ready.consents, agreed: { sms: true } } })).toEqual({ field: 'service-notice', key: 'noticeNeeded' });
  expect(about({ chosen: [offer('a', { funding: 'insured' })], consents: { ...ready.consents, agreed: { sms: true } } })).toBeNull();
  expect(about({ consents: { ...ready.consents, how: 'proxy', proxyRelation: ' ' } })).toEqual({ field: 'proxy', key: 'relationNeeded' });
  expect(about({ consents: { ...ready.consents, how: 'scanned' } })).toEqual({ field: 'scan', key: 'scanNeeded' });
  expect(about({ place: { ...ready.place, address: '1 Road' } })).toEqual({ field: 'district', key: 'districtNeeded' });
  expect(about({ place: { ...ready.place, district: 'east' } })).toEqual({ field: 'address', key: 'addressNeeded' });
  expect(about({ payment: null })).toEqual({ field: 'pay', key: 'payNeeded' });
  expect(about({ payment: { method: 'cash', receipts: { a: '1', b: ' ' } } })).toEqual({ field: 'receipt-b', key: 'receiptNeeded' });
  expect(about({ payment: { method: 'cash', receipts: { a: '1', b: '1' } } })).toEqual({ field: 'receipt-b', key: 'receiptTwice' });
});

it('A number of this patient that must be given is asked for, and one that is not allowed is named', () => {
  const lastDose = { name: 'lastDose', label: { zh: null, en: null }, of: 'number' as const, list: false, unit: 'day', min: '1', max: '35', required: true, value: null, source: 'C' };
  const chosen = [offer('a', { personal: [lastDose] })];
  const paid = { ...ready, payment: { method: 'cash' as const, receipts: { a: '1' } } };
  expect(firstComplaint({ ...paid, chosen })).toEqual({ field: 'number-lastDose-a', key: 'numberNeeded' });
  expect(firstComplaint({ ...paid, chosen, personal: { a: { lastDose: '36' } } })).toEqual({ field: 'number-lastDose-a', key: 'numberWrong' });
  expect(firstComplaint({ ...paid, chosen, personal: { a: { lastDose: '35' } } })).toBeNull();
});

it('What is paid is not asked for again, and an order keeps its own price', () => {
  const orders = [order('a', 'paid'), order('b', 'pending-payment')];
  expect([amountDue(offer('a'), orders), amountDue(offer('b'), orders), amountDue(offer('c'), orders)]).toEqual([0, 280_00, 300_00]);
  expect(amountDue(offer('a'), [order('a', 'paid', { episodeId: 'used' }), order('a', 'cancelled')])).toBe(300_00);
  expect(about({ orders: [order('a', 'paid'), order('b', 'paid')], payment: null })).toBeNull();
});

it('A home is written only when it is new, and keeps its place on the map while the address stays', () => {
  const stored = { district: 'east', address: '1 Road', accessNote: null, lat: 30, lng: 120 };
  const form = { district: 'east', address: '1 Road', accessNote: '', stored };
  expect(placeBody(form)).toBeNull();
  expect(placeBody({ ...form, district: 'west' })).toEqual({ ...stored, district: 'west' });
  expect(placeBody({ ...form, address: '2 Road' })).toEqual({ ...stored, address: '2 Road', lat: null, lng: null });
  expect(placeBody({ district: null, address: '', accessNote: '', stored: null })).toBeNull();
});
