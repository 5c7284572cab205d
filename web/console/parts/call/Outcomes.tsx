/** What became of the call: one button per outcome, each with what it does. The two that cannot be taken back ask again. */
import { Button, SimpleGrid } from '@mantine/core';
import { useState } from 'react';
import { callOutcomes, type CallOutcome } from '../../../../pathways/engine/vocabulary.js';
import { useText } from '../../language.js';
import { callTexts } from '../../texts/call.js';
import { partTexts } from '../../texts/parts.js';
import { Dialog } from '../Dialog.js';
import { Group, Stack, Text } from '../light/light.js';

const asksAgain: Readonly<Partial<Record<CallOutcome, 'sureDied' | 'sureReadmitted'>>> = { died: 'sureDied', readmitted: 'sureReadmitted' };

export function Outcomes({ give, pending, mayNot }: { give: (outcome: CallOutcome) => void; pending: boolean; /** Why nothing can be recorded; null: it can. */ mayNot: string | null }) {
  const t = useText(callTexts);
  const parts = useText(partTexts);
  const [asking, ask] = useState<CallOutcome | null>(null);
  const question = asking === null ? undefined : asksAgain[asking];
  return (
    <Stack gap={6} role="group" aria-label={t('outcome')}>
      <Text fw={600}>{t('outcome')}</Text>
      {mayNot === null ? null : <Text size="sm" c="#9a4b00">{mayNot}</Text>}
      <SimpleGrid cols={2} spacing="xs" verticalSpacing="xs">
        {callOutcomes.map((outcome) => (
          <Stack key={outcome} gap={2}>
            <Button variant={outcome === 'reached' ? 'filled' : 'default'} disabled={mayNot !== null} loading={pending} aria-describedby={`effect-${outcome}`} onClick={() => (asksAgain[outcome] === undefined ? give(outcome) : ask(outcome))}>{t(outcome)}</Button>
            <Text id={`effect-${outcome}`} size="xs" c="dark.4">{t(`${outcome}Effect`)}</Text>
          </Stack>
        ))}
      </SimpleGrid>
      {asking === null || question === undefined ? null : (
        <Dialog title={t('sure')} close={() => ask(null)}>
          <Text>{t(question)}</Text>
          <Group justify="flex-end" mt="md">
            <Button variant="default" data-autofocus onClick={() => ask(null)}>{parts('cancel')}</Button>
            <Button color="red.9" onClick={() => { give(asking); ask(null); }}>{t('yes')}</Button>
          </Group>
        </Dialog>
      )}
    </Stack>
  );
}
