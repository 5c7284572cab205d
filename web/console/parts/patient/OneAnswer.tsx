import type { AnswerSheet } from '../../../../db/read-models/patient-answers.js';
import { useLanguage, useText } from '../../language.js';
import { useRead } from '../../live.js';
import { patientTexts } from '../../texts/patient.js';
import { withQuery } from '../../with-query.js';
import { Stack, Text } from '../light/light.js';
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
