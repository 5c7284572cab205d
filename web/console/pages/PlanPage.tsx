/** What the patient takes home on paper: the plan with the personal QR code, on A4, in the patient's language. */
import { Alert, Button, Select, Title } from '@mantine/core';
import { useState } from 'react';
import { useParams } from 'wouter';
import type { PrintedPlan } from '../../../db/read-models/printed-plan.js';
import { isLanguage, type Language } from '../../text.js';
import { useLanguage, useText } from '../language.js';
import { useRead } from '../live.js';
import { useAct } from '../parts/act.js';
import { ReadRecord } from '../parts/emergency/ReadRecord.js';
import { Group, Text } from '../parts/light/light.js';
import { PlanSheet } from '../parts/plan/PlanSheet.js';
import { useMay, useMe } from '../session.js';
import { planTexts } from '../texts/plan.js';
import { withQuery } from '../with-query.js';

export type PersonalLink = { url: string | null; code: string | null; expiresAt: string };

export default function PlanPage() {
  const { patientId = '' } = useParams<{ patientId: string }>();
  const t = useText(planTexts);
  const { language: mine } = useLanguage();
  const { hospital } = useMe();
  const mayLink = useMay('access:write');
  const [language, choose] = useState<Language>(mine);
  const [link, keep] = useState<PersonalLink | null>(null);
  const plan = useRead<PrintedPlan>(withQuery(`/patients/${patientId}/plan`, { language }), ['episode', 'visit', 'patient', 'staff']);
  const make = useAct<{ purpose: 'plan' }>({ path: `/patients/${patientId}/links`, done: null, then: (answer) => keep(answer as PersonalLink) });
  return (
    <>
      <div className="no-print">
        <Title order={1}>{t('title')}</Title>
        <Group align="flex-end" my="sm">
          <Select label={t('planLanguage')} data={[{ value: 'zh-CN', label: '中文' }, { value: 'en', label: 'English' }]} value={language} allowDeselect={false} onChange={(value) => { if (isLanguage(value)) choose(value); }} w={160} />
          {mayLink ? <Button variant={link === null ? 'filled' : 'default'} loading={make.isPending} onClick={() => make.mutate({ purpose: 'plan' })}>{t(link === null ? 'make' : 'again')}</Button> : null}
          <Button variant={link === null ? 'default' : 'filled'} onClick={() => window.print()}>{t('print')}</Button>
        </Group>
        <Text size="sm" maw={760} mb="md">{t('makeHint')}</Text>
        {hospital.kind === 'training' ? <Alert color="orange" variant="outline" mb="md">{t('training')}</Alert> : null}
      </div>
      <ReadRecord of={plan} patientId={patientId} order={2}>{(found) => <PlanSheet plan={found} language={language} link={link} training={hospital.kind === 'training'} />}</ReadRecord>
    </>
  );
}
