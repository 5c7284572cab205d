/** Who this is, and what everybody who contacts her must know first. */
import { Title } from '@mantine/core';
import { useText } from '../../language.js';
import { useMay } from '../../session.js';
import { flagTexts } from '../../texts/care-words.js';
import { patientTexts } from '../../texts/patient.js';
import { useWords } from '../../words.js';
import { Badge, Group, Text } from '../light/light.js';
import { fullName } from '../person.js';
import { useChart, useTimes } from './chart.js';
import { PatientActions } from './PatientActions.js';
import { TakeBackDeath } from './TakeBackDeath.js';

const strong = '#46535f';
const grave = '#b3170f';

export function PatientHeader() {
  const t = useText(patientTexts);
  const flag = useWords(flagTexts);
  const { patient, today } = useChart();
  const { date } = useTimes();
  const sex = patient.sex === 'male' || patient.sex === 'female' || patient.sex === 'other' ? t(patient.sex) : t('unknown');
  const away = patient.away.filter(({ until }) => until >= today);
  return (
    <Group justify="space-between" align="flex-start" wrap="nowrap" gap="md">
      <div>
        <Group gap="sm" align="baseline">
          <Title order={1} fz={26}>{fullName(patient)}</Title>
          <Text fz="lg">{[sex, patient.age === null ? '' : t('age', { n: patient.age })].filter(Boolean).join(' · ')}</Text>
          {patient.mrn === null ? null : <Text c="dark.4">{t('mrn', { mrn: patient.mrn })}</Text>}
          {patient.language === 'zh-CN' ? null : <Text c="dark.4">{t('speaks', { language: patient.language })}</Text>}
        </Group>
        <Group gap={6} mt={4}>
          {patient.diedAt === null ? null : <Badge background={grave} size="lg">{t('died')}</Badge>}
          <TakeBackDeath />
          {patient.optedOutAt === null ? null : <Badge background={strong}>{t('optedOut')}</Badge>}
          {patient.consents['sms'] === true ? null : <Badge background={strong}>{t('noSmsConsent')}</Badge>}
          {away.map(({ from, until }) => <Badge key={from} background={strong}>{t('awayFrom', { from: date(from), until: date(until) })}</Badge>)}
          {Object.entries(patient.flags).filter(([, set]) => set).map(([name]) => <Badge key={name} variant="outline" color="dark">{flag(name)}</Badge>)}
          {patient.synthetic ? <Badge variant="outline" color="dark">{t('synthetic')}</Badge> : null}
        </Group>
      </div>
      {useMay('episode:control') || useMay('escalation:act') ? <PatientActions /> : null}
    </Group>
  );
}
