/** Paid now at the desk, or later: the order waits. Nothing to see when nothing costs anything. */
import { Checkbox, Group, Select, Text, TextInput } from '@mantine/core';
import type { PackageOffer } from '../../../../db/read-models/offer-list.js';
import { useLanguage, useText } from '../../language.js';
import { useMay } from '../../session.js';
import { launchTexts } from '../../texts/launch.js';
import type { Payment } from './launching.js';

const methods = { cash: 'cash', pos: 'pos', transfer: 'transfer', other: 'otherWay' } as const;
const methodOf = (text: string | null): keyof typeof methods => (text === 'pos' || text === 'transfer' || text === 'other' ? text : 'cash');

type Props = { offers: readonly PackageOffer[]; payment: Payment; change: (payment: Payment) => void; required: boolean };

export const priced = (offers: readonly PackageOffer[]): PackageOffer[] => offers.filter(({ amount }) => amount !== null && Number(amount) > 0);
/** In fen, so that no float rounds money. */
const fen = (amount: string): number => Math.round(Number(amount) * 100);

export function PaymentFields({ offers, payment, change, required }: Props) {
  const t = useText(launchTexts);
  const { language } = useLanguage();
  const may = useMay('payment:take');
  const paid = priced(offers);
  if (paid.length === 0) return null;
  const total = (paid.reduce((sum, { amount }) => sum + fen(amount ?? '0'), 0) / 100).toFixed(2);
  return (
    <div>
      <Text fw={600} className="numbers">{t('total', { amount: total })}</Text>
      {may ? <Checkbox mt={4} label={t('pay')} description={required ? t('payNeeded') : t('payHint')} checked={payment !== null} onChange={({ currentTarget }) => change(currentTarget.checked ? { method: 'cash', receipts: {} } : null)} /> : null}
      {payment === null ? null : (
        <Group mt="xs" align="flex-end">
          <Select label={t('method')} data={Object.entries(methods).map(([value, word]) => ({ value, label: t(word) }))} value={payment.method} allowDeselect={false} onChange={(method) => change({ ...payment, method: methodOf(method) })} w={150} />
          {paid.map(({ packageId, title }) => (
            <TextInput key={packageId} label={`${t('receiptNo')}: ${(language === 'en' ? title.en : title.zh) ?? packageId}`} value={payment.receipts[packageId] ?? ''} maxLength={60} withAsterisk
              onChange={({ currentTarget }) => change({ ...payment, receipts: { ...payment.receipts, [packageId]: currentTarget.value } })} />
          ))}
        </Group>
      )}
    </div>
  );
}
