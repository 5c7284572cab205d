/** One patient. */
import { Title } from '@mantine/core';
import { useParams } from 'wouter';
import type { PatientRow } from '../../../db/read-models/patient-list.js';
import { useRead } from '../live.js';
import { Read } from '../parts/Read.js';

export default function PatientPage() {
  const { patientId = '' } = useParams();
  const patient = useRead<PatientRow>(`/patients/${patientId}`, ['patient']);
  return <Read of={patient}>{(p) => <Title order={1}>{`${p.familyName}${p.givenName}`}</Title>}</Read>;
}
