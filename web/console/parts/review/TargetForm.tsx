/** Baseline and target of one measure, with where they come from and why. */
import { Button, Group, TextInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Measure } from '../../../../db/read-models/review/measures.js';
import type { ReviewTarget } from '../../../../db/read-models/review/review.js';
import { useText } from '../../language.js';
import { partTexts } from '../../texts/parts.js';
import { reviewTexts } from '../../texts/review.js';
import { useAct } from '../act.js';
import { Dialog } from '../Dialog.js';
import { Stack, Text } from '../light/light.js';

type Body = { measure: Measure; packageId: string | null; baseline: string | null; target: string | null; source: string; reason: string };

export function TargetForm({ measure, packageId, known, close }: { measure: Measure; packageId: string | null; known: ReviewTarget | undefined; close: () => void }) {
  const t = useText(reviewTexts);
  const parts = useText(partTexts);
  const [baseline, setBaseline] = useState(known?.baseline ?? '');
  const [target, setTarget] = useState(known?.target ?? '');
  const [source, setSource] = useState(known?.source ?? '');
  const [reason, setReason] = useState('');
  const act = useAct<Body>({ path: '/review/targets', done: t('saved'), then: close });
  const number = (text: string): string | null => (text.trim() === '' ? null : text.trim());
  const ready = (number(baseline) !== null || number(target) !== null) && source.trim().length >= 2 && reason.trim().length >= 2;
  return (
    <Dialog title={t('setFor', { measure: t(measure) })} close={close}>
      <form onSubmit={(event) => {
        event.preventDefault();
        if (ready) act.mutate({ measure, packageId, baseline: number(baseline), target: number(target), source: source.trim(), reason: reason.trim() });
      }}>
        <Stack>
          <Text size="sm">{t('percentHint')}</Text>
          <Group grow>
            <TextInput label={t('baseline')} inputMode="decimal" value={baseline} onChange={(event) => setBaseline(event.currentTarget.value)} data-autofocus />
            <TextInput label={t('target')} inputMode="decimal" value={target} onChange={(event) => setTarget(event.currentTarget.value)} />
          </Group>
          <TextInput label={t('source')} value={source} maxLength={300} required onChange={(event) => setSource(event.currentTarget.value)} />
          <Textarea label={t('reason')} value={reason} maxLength={500} required autosize minRows={2} onChange={(event) => setReason(event.currentTarget.value)} />
          <Group justify="flex-end"><Button variant="default" onClick={close}>{parts('cancel')}</Button><Button type="submit" disabled={!ready} loading={act.isPending}>{t('save')}</Button></Group>
        </Stack>
      </form>
    </Dialog>
  );
}
