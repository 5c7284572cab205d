/** The whole amount of one order at the desk, with its receipt number. */
import { Button, Select, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { OrderRow } from '../../../../db/read-models/order-list.js';
import { useText } from '../../language.js';
import { orderTexts } from '../../texts/orders.js';
import { useAct } from '../act.js';
import { Dialog, inFront } from '../Dialog.js';
import { Group, Stack, Text } from '../light/light.js';

const methods = ['cash', 'pos', 'transfer', 'other'] as const;
type Paid = { method: (typeof methods)[number]; receiptNo: string; amount: string };

export function TakePayment({ order, title, close }: { order: OrderRow; title: string; close: () => void }) {
  const t = useText(orderTexts);
  const [method, choose] = useState<Paid['method']>('cash');
  const [receipt, write] = useState('');
  const [tried, tryIt] = useState(false);
  const pay = useAct<Paid>({ path: `/orders/${order.orderId}/payments/offline`, done: t('taken'), then: close });
  const missing = receipt.trim() === '';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    tryIt(true);
    if (!missing) pay.mutate({ method, receiptNo: receipt.trim(), amount: order.amount });
  };
  return (
    <Dialog title={`${t('take')}: ${title}`} close={close}>
      <form noValidate onSubmit={submit}>
        <Stack gap="sm">
          <Text className="numbers" fw={600}>¥{order.amount}</Text>
          <TextInput data-autofocus label={t('receipt')} withAsterisk value={receipt} maxLength={60} autoComplete="off" error={tried && missing ? t('receiptNeeded') : null} onChange={({ currentTarget }) => write(currentTarget.value)} />
          <Select label={t('method')} data={methods.map((value) => ({ value, label: t(value) }))} value={method} allowDeselect={false} comboboxProps={inFront} onChange={(chosen) => choose(methods.find((one) => one === chosen) ?? 'cash')} />
          <Group justify="flex-end"><Button variant="default" onClick={close}>{t('back')}</Button><Button type="submit" loading={pay.isPending}>{t('take')}</Button></Group>
        </Stack>
      </form>
    </Dialog>
  );
}
