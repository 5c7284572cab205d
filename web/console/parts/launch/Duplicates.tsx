/** Others who may be this person, side by side with the reasons; merged or kept apart by one click, and a merge can be undone. */
import { Button, Title } from '@mantine/core';
import { useState } from 'react';
import type { Duplicate, MergeRow } from '../../../../db/read-models/duplicate-list.js';
import { useLanguage, useText } from '../../language.js';
import { useRead } from '../../live.js';
import { useMay, useMe } from '../../session.js';
import { launchTexts } from '../../texts/launch.js';
import { AskWords } from '../AskWords.js';
import { useAct } from '../act.js';
import { today } from '../discharges/today.js';
import { Group, Stack, Text } from '../light/light.js';
import { fullName, sexAndAge } from '../person.js';

export function Duplicates({ patientId }: { patientId: string }) {
  const t = useText(launchTexts);
  const { data } = useRead<{ items: Duplicate[]; merges: MergeRow[] }>(`/patients/${patientId}/duplicates`, ['patient']);
  const merges = (data?.merges ?? []).filter(({ undoneAt }) => undoneAt === null);
  if (!data || data.items.length + merges.length === 0) return null;
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">{t('duplicates')}</Title>
      <ul className="rows">
        {data.items.map((one) => <Pair key={one.patientId} patientId={patientId} other={one} />)}
        {merges.map((one) => <Merged key={one.mergeId} merge={one} />)}
      </ul>
    </Stack>
  );
}

function Pair({ patientId, other }: { patientId: string; other: Duplicate }) {
  const t = useText(launchTexts);
  const { language } = useLanguage();
  const { hospital } = useMe();
  const may = useMay('patient:merge');
  const [asking, ask] = useState(false);
  const merge = useAct<{ merged: string; reason: string }>({ path: `/patients/${patientId}/merge`, done: t('merged'), then: () => ask(false) });
  const decide = useAct<{ state: 'different' | 'open' }>({ path: `/patients/${patientId}/duplicates/${other.patientId}/decide`, done: t('decided') });
  const name = fullName(other);
  return (
    <li className="row">
      <Group justify="space-between" align="flex-start">
        <div>
          <Text fw={600}>{`${name} · ${sexAndAge(other, language, today(hospital.zone))} · ${other.birthDate ?? '–'}`}</Text>
          <Text size="sm">{[...other.identifiers.map(({ value }) => value), ...other.phones, ...other.stays.map(({ ref }) => ref)].join(' · ')}</Text>
          <Text size="sm" c="gray.8">{`${t('why')}: ${other.reasons.map((reason) => t(reason)).join(', ')}`}</Text>
        </div>
        {may ? (
          <Group gap="xs">
            {other.state === 'open' ? (
              <>
                <Button size="xs" aria-label={`${t('sameAs')}: ${name}`} onClick={() => ask(true)}>{t('sameAs')}</Button>
                <Button size="xs" variant="default" aria-label={`${t('different')}: ${name}`} loading={decide.isPending} onClick={() => decide.mutate({ state: 'different' })}>{t('different')}</Button>
              </>
            ) : (
              <>
                <Text size="sm">{t('decidedDifferent', { by: other.decidedBy ?? '' })}</Text>
                <Button size="xs" variant="default" onClick={() => decide.mutate({ state: 'open' })}>{t('lookAgain')}</Button>
              </>
            )}
          </Group>
        ) : null}
      </Group>
      {asking ? <AskWords title={`${t('mergeTitle')}: ${name}`} label={t('mergeReason')} hint={t('mergeHint')} confirm={t('merge')} pending={merge.isPending} give={(reason) => merge.mutate({ merged: other.patientId, reason: reason.slice(0, 300) })} close={() => ask(false)} /> : null}
    </li>
  );
}

function Merged({ merge }: { merge: MergeRow }) {
  const t = useText(launchTexts);
  const may = useMay('patient:merge');
  const [asking, ask] = useState(false);
  const undo = useAct<{ reason: string }>({ path: `/patient-merges/${merge.mergeId}/undo`, done: t('undone'), then: () => ask(false) });
  return (
    <li className="row">
      <Group justify="space-between">
        <Text size="sm">{t('mergedHere', { name: [fullName(merge), ...merge.identifiers].join(' '), by: merge.mergedBy, reason: merge.reason })}</Text>
        {may ? <Button size="xs" variant="default" onClick={() => ask(true)}>{t('undo')}</Button> : null}
      </Group>
      {asking ? <AskWords title={t('undo')} label={t('undoReason')} confirm={t('undo')} pending={undo.isPending} give={(reason) => undo.mutate({ reason: reason.slice(0, 300) })} close={() => ask(false)} /> : null}
    </li>
  );
}
