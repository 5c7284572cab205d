/** One emergency access: who opened whose record, when, until when, why, and what came of it. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import type { EmergencyAccess, Verdict } from '../../../../db/care-team/emergency.js';
import type { PatientRow } from '../../../../db/read-models/patient-list.js';
import { useLanguage, useText } from '../../language.js';
import { useRead } from '../../live.js';
import { paths } from '../../paths.js';
import { useMe } from '../../session.js';
import { emergencyTexts } from '../../texts/care-team.js';
import { partTexts } from '../../texts/parts.js';
import { sayMoment } from '../../when.js';
import { useAct } from '../act.js';
import { Dialog } from '../Dialog.js';
import { Anchor, Badge, Group, Stack, Text } from '../light/light.js';
import { fullName } from '../person.js';

const verdictColor = { justified: '#0b5c6b', 'not-justified': '#b3170f' } as const;

export function AccessRow({ of }: { of: EmergencyAccess }) {
  const t = useText(emergencyTexts);
  const { language } = useLanguage();
  const { accountId, hospital } = useMe();
  const say = (at: string): string => sayMoment(at, language, hospital.zone);
  return (
    <li className="row">
      <Stack gap={6}>
        <Group justify="space-between" gap="xs">
          <Text fw={600}>{of.name}</Text>
          {of.verdict === null ? null : <Badge background={verdictColor[of.verdict]}>{t(of.verdict)}</Badge>}
        </Group>
        <Text size="sm">{t('patient')}<PatientLink patientId={of.patientId} /></Text>
        <Text size="sm" className="numbers">{t('lasts', { from: say(of.begunAt), until: say(of.endsAt) })}</Text>
        <Text component="blockquote" className="quote" m={0}>{of.reason}</Text>
        {of.verdict !== null ? <Text size="sm">{t('reviewedBy', { name: of.reviewedBy ?? '–', at: of.reviewedAt === null ? '–' : say(of.reviewedAt) })}</Text>
          : of.accountId === accountId ? <Text size="sm" fw={600}>{t('own')}</Text> : <Judge of={of} at={say(of.begunAt)} />}
      </Stack>
    </li>
  );
}

/** By her name as soon as that is read; a record that was merged into another one has none of its own any more. */
function PatientLink({ patientId }: { patientId: string }) {
  const t = useText(emergencyTexts);
  const patient = useRead<PatientRow>(`/patients/${patientId}`, ['patient']);
  return <Anchor component={Link} href={paths.patient(patientId)}>{patient.data === undefined ? t('patientPage') : fullName(patient.data)}</Anchor>;
}

function Judge({ of, at }: { of: EmergencyAccess; at: string }) {
  const t = useText(emergencyTexts);
  const [asking, ask] = useState<Verdict | null>(null);
  const button = (verdict: Verdict) => <Button size="sm" variant="default" aria-label={t('judge', { verdict: t(verdict), name: of.name, at })} onClick={() => ask(verdict)}>{t(verdict)}</Button>;
  return (
    <Group gap="xs">
      {button('justified')}
      {button('not-justified')}
      {asking === null ? null : <Sure of={of} verdict={asking} close={() => ask(null)} />}
    </Group>
  );
}

/** Asked once more, because a review stays as it is. */
function Sure({ of, verdict, close }: { of: EmergencyAccess; verdict: Verdict; close: () => void }) {
  const t = useText(emergencyTexts);
  const parts = useText(partTexts);
  const review = useAct<{ verdict: Verdict }>({ method: 'PUT', path: `/emergency-access/${of.emergencyAccessId}/review`, done: t(`done-${verdict}`), then: close });
  return (
    <Dialog title={`${t(verdict)} · ${of.name}`} close={close} size="sm">
      <Stack gap="sm">
        <Text>{t(`sure-${verdict}`)}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>{parts('cancel')}</Button>
          <Button loading={review.isPending} onClick={() => review.mutate({ verdict })} data-autofocus>{t('confirm')}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
