/** What may be done with the case now. A button that cannot be used says why, before the click. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { WorklistCase } from '../../../../db/read-models/worklist-cases.js';
import { useText } from '../../language.js';
import { useMay } from '../../session.js';
import { caseTexts } from '../../texts/case.js';
import { partTexts } from '../../texts/parts.js';
import { useAct } from '../act.js';
import { AskWords } from '../AskWords.js';
import { Group, Stack, Text } from '../light/light.js';
import { casePath } from './case-path.js';
import { mayAct, type CaseAct } from './may-act.js';

type Seen = Pick<WorklistCase, 'level' | 'rules'>;

export function CaseActions({ of }: { of: WorklistCase }) {
  const t = useText(caseTexts);
  const parts = useText(partTexts);
  const allowed = useMay('escalation:act');
  /** With the case as it stood when the question was asked: what is found while the words are written is not closed with it. */
  const [asking, setAsking] = useState<{ act: 'resolve' | 'cancel'; seen: Seen } | null>(null);
  const ask = (act: 'resolve' | 'cancel' | null): void => setAsking(act === null ? null : { act, seen: { level: of.level, rules: of.rules } });
  const path = casePath(of.escalationId);
  const acknowledge = useAct<object>({ path: `${path}/acknowledge`, done: t('acknowledgedDone') });
  const contacted = useAct<object>({ path: `${path}/contacted`, done: t('contactedDone') });
  const resolve = useAct<{ resolution: string; seen: Seen }>({ path: `${path}/resolve`, done: t('resolvedDone'), then: () => ask(null) });
  const cancel = useAct<{ reason: string; seen: Seen }>({ path: `${path}/cancel`, done: t('cancelledDone'), then: () => ask(null) });
  const refusal = (act: CaseAct): string | null => {
    const why = mayAct(act, of);
    return allowed ? (why === null ? null : t(why)) : parts('mayNot');
  };
  const reasons = [...new Set((['acknowledge', 'contacted', 'resolve', 'cancel'] as const).flatMap((act) => refusal(act) ?? []))];
  return (
    <Stack gap={4}>
      <Group gap="xs">
        <Button onClick={() => acknowledge.mutate({})} loading={acknowledge.isPending} disabled={refusal('acknowledge') !== null}>{t('acknowledge')}</Button>
        <Button variant={of.acknowledgedAt === null ? 'default' : 'filled'} onClick={() => contacted.mutate({})} loading={contacted.isPending} disabled={refusal('contacted') !== null}>{t('contacted')}</Button>
        <Button variant={of.contactedAt === null ? 'default' : 'filled'} onClick={() => ask('resolve')} disabled={refusal('resolve') !== null}>{t('resolve')}</Button>
        <Button variant="default" onClick={() => ask('cancel')} disabled={refusal('cancel') !== null}>{t('cancel')}</Button>
      </Group>
      {reasons.length === 0 ? null : <Text size="sm" c="dark.4">{reasons.join(' · ')}</Text>}
      {asking?.act === 'resolve' ? <AskWords title={t('resolve')} label={t('resolution')} hint={of.contactedAt === null ? t('notContacted') : t('resolutionHint')} confirm={t('resolve')} pending={resolve.isPending} close={() => ask(null)} give={(resolution) => resolve.mutate({ resolution, seen: asking.seen })} /> : null}
      {asking?.act === 'cancel' ? <AskWords title={t('cancel')} label={t('cancelWhy')} hint={t('cancelHint')} confirm={t('cancel')} pending={cancel.isPending} close={() => ask(null)} give={(reason) => cancel.mutate({ reason, seen: asking.seen })} /> : null}
    </Stack>
  );
}
