import { Stack, Text } from '@mantine/core';
import type { AnswerSheet } from '../../../../db/read-models/patient-answers.js';
import { withQuery } from '../../api.js';
import { useLanguage, useText } from '../../language.js';
import { useRead } from '../../live.js';
import { patientTexts } from '../../texts/patient.js';
import { Read } from '../Read.js';
import { AnswerSheetView } from './AnswerSheetView.js';
import { useChart } from './chart.js';

export function OneAnswer({ answerId }: { answerId: string }) {
  const t = useText(patientTexts);
  const { language } = useLanguage();
  const { patient } = useChart();
  const read = useRead<{ items: AnswerSheet[] }>(withQuery(`/patients/${patient.patientId}/answers`, { language, answerId }), ['episode']);
  return <Read of={read}>{({ items }) => <Stack>{items.length === 0 ? <Text>{t('none')}</Text> : items.map((sheet) => <AnswerSheetView key={sheet.answerId} of={sheet} />)}</Stack>}</Read>;
}
