/** Paid now at the desk, or later: the order waits. In a training hospital also who moves the clock. */
import { Checkbox, Radio, Select, TextInput } from '@mantine/core';
import type { OrderRow } from '../../../../db/read-models/order-list.js';
import type { PackageOffer } from '../../../../db/read-models/offer-list.js';
import { useLanguage, useText } from '../../language.js';
import { useMay, useMe } from '../../session.js';
import { launchTexts } from '../../texts/launch.js';
import { Group, Stack, Text } from '../light/light.js';
import { fieldId } from './complaint.js';
import { amountDue, waitingOrder, yuan } from './due.js';
import type { Payment } from './launching.js';
import { Part } from './Part.js';

const methods = { cash: 'cash', pos: 'pos', transfer: 'transfer', other: 'otherWay' } as const;
const methodOf = (text: string | null): keyof typeof methods => (text === 'pos' || text === 'transfer' || text === 'other' ? text : 'cash');

type Props = {
  offers: readonly PackageOffer[]; orders: readonly OrderRow[]; payment: Payment; change: (payment: Payment) => void; required: boolean; problem: (field: string) => string | null;
  byHand: boolean; setByHand: (byHand: boolean) => void; /** Titles of this patient's running packages: in training a new one lives by their clock. */ siblings: readonly string[];
};

export function PaymentPart({ offers, orders, payment, change, required, problem, byHand, setByHand, siblings }: Props) {
  const t = useText(launchTexts);
  const { language } = useLanguage();
  const { hospital } = useMe();
  const may = useMay('payment:take');
  const due = offers.filter((offer) => amountDue(offer, orders) > 0);
  const paid = offers.flatMap(({ packageId }) => { const order = waitingOrder(orders, packageId); return order?.state === 'paid' && Number(order.amount) > 0 ? [order] : []; });
  const name = ({ packageId, title }: PackageOffer): string => (language === 'en' ? title.en : title.zh) ?? packageId;
  return (
    <Part n={6}>
      <Stack gap="sm">
        {paid.map(({ orderNo, amount }) => <Text key={orderNo} size="sm">{t('paidAlready', { order: orderNo, amount })}</Text>)}
        {due.length === 0 ? <Text size="sm">{t('nothingDue')}</Text> : (
          <>
            <Text fw={600} className="numbers">{t('total', { amount: yuan(due.reduce((sum, offer) => sum + amountDue(offer, orders), 0)) })}</Text>
            {may ? <Checkbox id={fieldId('pay')} label={t('pay')} description={required ? t('payNeeded') : t('payHint')} error={problem('pay')} checked={payment !== null} onChange={({ currentTarget }) => change(currentTarget.checked ? { method: 'cash', receipts: {} } : null)} /> : null}
            {payment === null ? null : (
              <Group align="flex-start">
                {due.map((offer) => (
                  <TextInput key={offer.packageId} id={fieldId(`receipt-${offer.packageId}`)} label={`${t('receiptNo')}: ${name(offer)}`} value={payment.receipts[offer.packageId] ?? ''} maxLength={60} autoComplete="off" withAsterisk error={problem(`receipt-${offer.packageId}`)}
                    onChange={({ currentTarget: { value } }) => change({ ...payment, receipts: { ...payment.receipts, [offer.packageId]: value } })} />
                ))}
                <Select label={t('method')} data={Object.entries(methods).map(([value, word]) => ({ value, label: t(word) }))} value={payment.method} allowDeselect={false} onChange={(method) => change({ ...payment, method: methodOf(method) })} w={150} />
              </Group>
            )}
          </>
        )}
        {hospital.kind !== 'training' ? null : siblings.length > 0 ? <Text size="sm"><b>{t('clock')}</b> {t('sharedClock', { what: siblings.join(', ') })}</Text> : (
          <Radio.Group label={t('clock')} value={byHand ? 'hand' : 'self'} onChange={(value) => setByHand(value === 'hand')}>
            <Group gap="md" mt={4}><Radio value="hand" label={t('byHand')} /><Radio value="self" label={t('byItself')} /></Group>
          </Radio.Group>
        )}
      </Stack>
    </Part>
  );
}
