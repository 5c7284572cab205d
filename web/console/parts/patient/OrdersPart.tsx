/** What was ordered, paid and given back. An order that waits can be paid at the desk or cancelled here; refunds are the head's. */
import { Button, Paper, Title } from '@mantine/core';
import { useState } from 'react';
import type { OrderRow } from '../../../../db/read-models/order-list.js';
import { useText } from '../../language.js';
import { useRead } from '../../live.js';
import { useMay } from '../../session.js';
import { orderTexts } from '../../texts/orders.js';
import { withQuery } from '../../with-query.js';
import { AskWords } from '../AskWords.js';
import { useAct } from '../act.js';
import { Group, Stack, Text } from '../light/light.js';
import { Read } from '../Read.js';
import { useChart, useTimes } from './chart.js';
import { TakePayment } from './TakePayment.js';

export function OrdersPart() {
  const t = useText(orderTexts);
  const { patient } = useChart();
  const may = useMay('order:read');
  const orders = useRead<{ items: OrderRow[] }>(may ? withQuery('/orders', { patientId: patient.patientId, limit: 50 }) : null, ['order']);
  if (!may) return null;
  return (
    <Paper withBorder p="sm" component="section">
      <Title order={2} fz="md">{t('orders')}</Title>
      <Read of={orders}>{({ items }) => items.length === 0 ? <Text size="sm">{t('none')}</Text> : <ul className="rows">{items.map((order) => <Order key={order.orderId} order={order} />)}</ul>}</Read>
    </Paper>
  );
}

function Order({ order }: { order: OrderRow }) {
  const t = useText(orderTexts);
  const { episodes } = useChart();
  const { moment } = useTimes();
  const [mayPay, mayCancel] = [useMay('payment:take'), useMay('order:write')];
  const [asking, ask] = useState<'pay' | 'cancel' | null>(null);
  const cancel = useAct<{ reason: string }>({ path: `/orders/${order.orderId}/cancel`, done: t('cancelled_'), then: () => ask(null) });
  const title = episodes.find(({ episodeId, packageId }) => episodeId === order.episodeId || packageId === order.packageId)?.title ?? order.packageId;
  const close = (): void => ask(null);
  return (
    <li className="row">
      <Group justify="space-between" align="flex-start">
        <Stack gap={2}>
          <Text fw={600}>{order.kind === 'extra-units' ? t('extra', { title }) : title} · <span className="numbers">¥{order.amount}</span> · {t(order.state)}</Text>
          <Text size="sm" c="gray.8">{order.orderNo} · {moment(order.createdAt)}{order.cancelReason === null ? '' : ` · ${order.cancelReason}`}</Text>
          {order.payments.map((one) => <Text key={one.paymentId} size="sm">{t('paidBy', { how: t(one.channel === 'wechat-pay' ? 'wechat-pay' : (one.method ?? 'offline')), amount: one.amount, state: t(`payment-${one.state}`), receipt: one.receiptNo ?? one.transactionId ?? '–', at: moment(one.at) })}</Text>)}
          {order.refunds.map((one) => <Text key={one.refundId} size="sm">{t('refundOf', { amount: one.amount, state: t(`refund-${one.state}`), at: moment(one.at) })}{one.note === null ? '' : ` · ${one.note}`}</Text>)}
        </Stack>
        {order.state === 'pending-payment' ? (
          <Group gap="xs">
            {mayPay ? <Button size="xs" aria-label={`${t('take')}: ${order.orderNo}`} onClick={() => ask('pay')}>{t('take')}</Button> : null}
            {mayCancel ? <Button size="xs" variant="default" aria-label={`${t('cancel')}: ${order.orderNo}`} onClick={() => ask('cancel')}>{t('cancel')}</Button> : null}
          </Group>
        ) : null}
      </Group>
      {asking === 'pay' ? <TakePayment order={order} title={title} close={close} /> : null}
      {asking === 'cancel' ? <AskWords title={`${t('cancel')}: ${order.orderNo}`} label={t('why')} confirm={t('cancel')} pending={cancel.isPending} give={(reason) => cancel.mutate({ reason: reason.slice(0, 300) })} close={close} /> : null}
    </li>
  );
}
