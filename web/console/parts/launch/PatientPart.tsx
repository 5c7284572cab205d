/** Who it is, what the hospital wrote, and who may be the same person. */
import { Alert } from '@mantine/core';
import { Link } from 'wouter';
import type { DischargeRow } from '../../../../db/read-models/discharge-list.js';
import type { PatientRow } from '../../../../db/read-models/patient-list.js';
import { useLanguage, useText } from '../../language.js';
import { paths } from '../../paths.js';
import { useMe } from '../../session.js';
import { launchTexts } from '../../texts/launch.js';
import { peopleTexts } from '../../texts/people.js';
import { sayDay, sayDate } from '../../when.js';
import { clinicalOf } from '../discharges/clinical.js';
import { sayMissing } from '../discharges/missing.js';
import { today } from '../discharges/today.js';
import { Anchor, Badge, Group, Stack, Text } from '../light/light.js';
import { fullName, sexAndAge } from '../person.js';
import { Duplicates } from './Duplicates.js';
import { Part } from './Part.js';

export function PatientPart({ discharge, patient }: { discharge: DischargeRow; patient: PatientRow }) {
  const t = useText(launchTexts);
  const say = useText(peopleTexts);
  const { language } = useLanguage();
  const { hospital } = useMe();
  const clinical = clinicalOf(discharge.clinical);
  const facts: [string, string][] = [
    [t('stay'), discharge.encounterRef], [t('admitted'), discharge.admittedAt === null ? '–' : sayDay(discharge.admittedAt, language, hospital.zone)], [t('discharged'), clinical.dischargedOn === null ? '–' : sayDate(clinical.dischargedOn, language)],
    [t('numbers'), [...new Set(patient.identifiers.map(({ value }) => value))].join(', ') || '–'], [t('diagnoses'), clinical.conditions.join(' · ') || clinical.reason || t('none')], [t('procedures'), clinical.procedures.join(' · ') || t('none')], [t('medicines'), clinical.medications.join(' · ') || t('none')],
    ...(discharge.missing.length > 0 ? [[t('missing'), discharge.missing.map((what) => sayMissing(what, language)).join(language === 'en' ? ', ' : '、')] as [string, string]] : []),
  ];
  return (
    <Part n={1}>
      <Stack gap="xs">
        <Group gap="xs">
          <Anchor component={Link} href={paths.patient(patient.patientId)} fw={700} fz="lg">{fullName(patient)}</Anchor>
          <Text>{sexAndAge(patient, language, today(hospital.zone))}</Text>
          {patient.synthetic ? <Badge variant="outline" color="gray.8">{say('synthetic')}</Badge> : null}
        </Group>
        {patient.mergedInto === null ? null : <Alert color="orange" variant="outline">{t('mergedInto')} <Anchor component={Link} href={paths.patient(patient.mergedInto)}>{t('openKept')}</Anchor></Alert>}
        <dl className="facts">{facts.map(([term, value]) => <div key={term}><dt>{term}</dt><dd>{value}</dd></div>)}</dl>
        <Duplicates patientId={patient.patientId} />
      </Stack>
    </Part>
  );
}
