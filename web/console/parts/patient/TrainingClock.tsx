/** In a training hospital the patient's clock is moved by hand: to the next thing that any package does by itself, and what that is. */
import { Button, Paper, VisuallyHidden } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { PatientOutlook } from '../../../../db/read-models/patient-outlook.js';
import { addMs } from '../../../../pathways/time.js';
import { useLanguage, useText } from '../../language.js';
import { useRead } from '../../live.js';
import { useMay, useMe } from '../../session.js';
import { patientTexts } from '../../texts/patient.js';
import { withQuery } from '../../with-query.js';
import { sayPurpose } from '../../../../pathways/chart/purpose-words.js';
import { useAct } from '../act.js';
import { Group, Text } from '../light/light.js';
import { useChart, useReadAt, useTimes } from './chart.js';

export function TrainingClock() {
  const t = useText(patientTexts);
  const { language } = useLanguage();
  const { hospital } = useMe();
  const { patient, episodes } = useChart();
  const { moment } = useTimes();
  const may = useMay('episode:launch');
  const open = episodes.filter(({ endedAt, status }) => endedAt === null && status !== 'launching');
  const training = hospital.kind === 'training' && open.length > 0;
  const outlook = useRead<PatientOutlook>(training ? withQuery(`/patients/${patient.patientId}/next-thirty-days`, { language }) : null, ['episode', 'visit', 'message', 'escalation']);
  const [said, say] = useState('');
  const skip = useAct<Record<string, never>>({ path: `/training/patients/${patient.patientId}/skip`, done: null, then: () => say(t('skipped')) });
  const first = open[0];
  const now = useRunning(first?.episodeNow ?? null, first?.pace ?? 1);
  if (!training || first === undefined || now === null) return null;
  const due = open.flatMap(({ nextDueAt }) => (nextDueAt === null ? [] : [nextDueAt])).sort()[0] ?? null;
  const next = due === null ? undefined : outlook.data?.firm.find(({ at }) => at >= due);
  const what = next !== undefined && next.at === due ? [next.label, next.purpose === null ? '' : sayPurpose(next.purpose, language)].filter(Boolean).join(' · ') : null;
  return (
    <Paper px="sm" py={6} bg="#fff3d6" role="region" aria-label={t('trainingClock')}>
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Group style={{ columnGap: 16, rowGap: 0 }}>
          <Text fw={700}>{t('trainingClock')}</Text>
          <VisuallyHidden role="status">{said}</VisuallyHidden>
          <Text className="numbers" fz="lg" fw={600}>{moment(now)}</Text>
          <Text size="sm">{first.pace === 1 ? t('paceHand') : t('paceRuns', { pace: Math.round(first.pace) })}</Text>
        </Group>
        {may ? (
          <Button size="xs" style={{ flexShrink: 0, maxWidth: '60%' }} disabled={due === null} loading={skip.isPending} onClick={() => skip.mutate({})}>
            {due === null ? t('nothingDue') : what === null ? `${t('skip')} ${moment(due)}` : t('skipTo', { at: moment(due), what })}
          </Button>
        ) : null}
      </Group>
    </Paper>
  );
}

/** The clock goes on from what the API said, `pace` times as fast as here. */
function useRunning(from: string | null, pace: number): string | null {
  const readAtMs = useReadAt();
  const [nowMs, tick] = useState(readAtMs);
  useEffect(() => {
    const timer = window.setInterval(() => tick(Date.now()), 1000);
    return () => window.clearInterval(timer);
  }, []);
  return from === null ? null : addMs(from, Math.max(0, nowMs - readAtMs) * pace);
}
