/** The one page: what both sign is exactly what is shown, by its checksum. */
import { Alert, Button, Group, Title } from '@mantine/core';
import type { Handover } from '../../../../db/worklist/handover.js';
import { useLanguage, useText } from '../../language.js';
import { useRead } from '../../live.js';
import { useMe } from '../../session.js';
import { handoverTexts } from '../../texts/handover.js';
import { sayMoment } from '../../when.js';
import { useAct } from '../act.js';
import { Stack, Text } from '../light/light.js';
import { Read } from '../Read.js';
import { HandoverTables } from './HandoverTables.js';

export function HandoverSheet({ handoverId, back }: { handoverId: string; back: () => void }) {
  const handover = useRead<Handover>(`/handovers/${handoverId}`, ['handover', 'escalation', 'task']);
  return <Read of={handover}>{(of) => <Sheet of={of} back={back} />}</Read>;
}

function Sheet({ of, back }: { of: Handover; back: () => void }) {
  const t = useText(handoverTexts);
  const { language } = useLanguage();
  const { zone } = useMe().hospital;
  const shift = of.shift === 'day' || of.shift === 'evening' || of.shift === 'night' ? of.shift : 'other';
  return (
    <Stack gap="md" className="handover-sheet">
      <Group className="no-print" gap="xs">
        <Button variant="default" onClick={back}>{t('back')}</Button>
        <Button variant="default" onClick={() => window.print()}>{t('print')}</Button>
        <Signing of={of} />
      </Group>
      <Stack gap={2}>
        <Title order={2}>{t('page')}</Title>
        <Text>{t('pageHead', { hospital: of.page.hospital, shift: t(shift), at: sayMoment(of.page.madeAt, language, zone) })}</Text>
        <Text fw={600}>{`${t('from')} ${of.page.from} → ${t('toName')} ${of.page.to}`}</Text>
        {of.page.remarks === '' ? null : <Text style={{ whiteSpace: 'pre-wrap' }}>{of.page.remarks}</Text>}
      </Stack>
      <HandoverTables page={of.page} />
      <Group grow align="flex-start">
        <Signature role={t('from')} name={of.fromName} at={of.signedByFromAt} />
        <Signature role={t('toName')} name={of.toName} at={of.signedByToAt} />
      </Group>
      <Text size="xs" c="dark.4" className="numbers">{t('hash', { hash: of.sha256.slice(0, 16) })}</Text>
    </Stack>
  );
}

function Signature({ role, name, at }: { role: string; name: string; at: string | null }) {
  const t = useText(handoverTexts);
  const { language } = useLanguage();
  const { zone } = useMe().hospital;
  return (
    <div className="signature">
      <Text size="sm">{role}</Text>
      <Text fw={600}>{at === null ? `${name} · ${t('notSigned')}` : t('signedAt', { name, at: sayMoment(at, language, zone) })}</Text>
    </div>
  );
}

function Signing({ of }: { of: Handover }) {
  const t = useText(handoverTexts);
  const { accountId } = useMe();
  const sign = useAct<{ sha256: string }>({ path: `/handovers/${of.handoverId}/sign`, done: accountId === of.toAccount ? t('movedDone') : t('signedDone') });
  const withdraw = useAct<object>({ path: `/handovers/${of.handoverId}/withdraw`, done: t('withdrawnDone') });
  if (of.withdrawnAt !== null || of.signedByToAt !== null) return null;
  const mine = of.signedByFromAt === null ? of.fromAccount === accountId : of.toAccount === accountId;
  const party = of.fromAccount === accountId || of.toAccount === accountId;
  return (
    <>
      {of.cameSince > 0 ? <Alert color="orange" variant="outline" role="alert">{t('stale', { n: of.cameSince })}</Alert> : null}
      {mine ? <><Text fw={600}>{t('yourTurn')}</Text><Button onClick={() => sign.mutate({ sha256: of.sha256 })} loading={sign.isPending} disabled={of.cameSince > 0}>{t('sign')}</Button></> : <Text>{t('waitFor', { name: of.signedByFromAt === null ? of.fromName : of.toName })}</Text>}
      {party ? <Button variant="default" onClick={() => withdraw.mutate({})} loading={withdraw.isPending}>{t('withdraw')}</Button> : null}
    </>
  );
}
