/** One question, by its type. Numbers are text inputs: a number input would swallow a comma, and turn 38.50 into 38.5. */
import { Button, Checkbox, FileButton, Radio, TextInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { QuestionText } from '../../../../db/read-models/form-list.js';
import { upload } from '../../api.js';
import { useText } from '../../language.js';
import { formTexts } from '../../texts/forms.js';
import { withQuery } from '../../with-query.js';
import { Group, Stack, Text } from '../light/light.js';
import { readDecimal, type AnswerValue, type Problem } from './answers.js';

export type PhotoOf = { patientId: string; occurrence: string | null };
type Props = { id: string; question: QuestionText; value: AnswerValue | undefined; problem: Problem | undefined; onChange: (value: AnswerValue | undefined) => void; photo?: PhotoOf };

export function QuestionField({ id, question, value, problem, onChange, photo }: Props) {
  const t = useText(formTexts);
  const label = question.text === '' ? `${question.id} ${t('wordless')}` : question.text;
  const error = problem === undefined ? null : t(problem, { min: question.min ?? '', max: question.max ?? '', decimals: question.decimals ?? 0 });
  const shared = { label, error, withAsterisk: question.required };
  switch (question.type) {
    case 'boolean':
      return <Choices {...shared} id={id} options={[{ id: 'true', text: t('yes') }, { id: 'false', text: t('no') }]} value={typeof value === 'boolean' ? String(value) : null} onChange={(chosen) => onChange(chosen === null ? undefined : chosen === 'true')} />;
    case 'choice':
      return <Choices {...shared} id={id} options={question.options} value={typeof value === 'string' ? value : null} onChange={(chosen) => onChange(chosen ?? undefined)} />;
    case 'multi':
      return <Several {...shared} question={question} value={Array.isArray(value) ? value : []} onChange={onChange} />;
    case 'number':
      return (
        <TextInput {...shared} inputMode="decimal" autoComplete="off" maw={280} value={typeof value === 'string' ? value : ''} onChange={({ currentTarget }) => onChange(readDecimal(currentTarget.value))}
          description={question.min === null || question.max === null ? question.unit : t('range', { min: question.min, max: question.max, unit: question.unit ?? '' })} />
      );
    case 'photo':
      return <Photo {...shared} value={typeof value === 'string' ? value : null} onChange={onChange} photo={photo} />;
    default:
      return <Textarea {...shared} autosize minRows={2} maxLength={2000} value={typeof value === 'string' ? value : ''} onChange={({ currentTarget }) => onChange(currentTarget.value)} />;
  }
}

type Shared = { label: string; error: string | null; withAsterisk: boolean };

function Choices({ label, error, withAsterisk, id, options, value, onChange }: Shared & { id: string; options: { id: string; text: string }[]; value: string | null; onChange: (chosen: string | null) => void }) {
  const t = useText(formTexts);
  return (
    <Radio.Group label={label} error={error} withAsterisk={withAsterisk} name={id} value={value ?? ''} onChange={onChange}>
      <Group mt={4} gap="md">
        {options.map((option) => <Radio key={option.id} value={option.id} label={option.text} />)}
        {value === null ? null : <Button variant="subtle" size="compact-sm" onClick={() => onChange(null)} aria-label={t('clear', { question: label })}>{t('clearShort')}</Button>}
      </Group>
    </Radio.Group>
  );
}

/** `none` among the options excludes the others, as whoever wrote the question meant it. */
const none = 'none';
function Several({ question, value, onChange, ...shared }: Shared & { question: QuestionText; value: string[]; onChange: (value: AnswerValue) => void }) {
  const choose = (chosen: string[]): void => {
    const added = chosen.find((id) => !value.includes(id));
    onChange(added === none ? [none] : chosen.filter((id) => id !== none || added === undefined));
  };
  return (
    <Checkbox.Group {...shared} value={value} onChange={choose}>
      <Group mt={4} gap="md">
        {question.options.map((option) => <Checkbox key={option.id} value={option.id} label={option.text} />)}
      </Group>
    </Checkbox.Group>
  );
}

function Photo({ label, error, withAsterisk, value, onChange, photo }: Shared & { value: string | null; onChange: (value: AnswerValue | undefined) => void; photo: PhotoOf | undefined }) {
  const t = useText(formTexts);
  const [refused, refuse] = useState<string | null>(null);
  const send = async (file: File | null): Promise<void> => {
    if (file === null || photo === undefined) return;
    try {
      refuse(null);
      const { id } = await upload<{ id: string }>(withQuery('/files', { kind: 'photo', patientId: photo.patientId, occurrence: photo.occurrence }), file, file.type);
      onChange(id);
    } catch (failure) {
      refuse(failure instanceof Error ? failure.message : String(failure));
    }
  };
  return (
    <Stack gap={4}>
      <Text size="sm" fw={500}>{label}{withAsterisk ? <Text span c="red.9" aria-hidden> *</Text> : null}</Text>
      {photo === undefined ? <Text size="sm">{t('photoNot')}</Text> : (
        <Group>
          <FileButton accept="image/jpeg,image/png,image/webp" onChange={(file) => void send(file)}>{(props) => <Button {...props} variant="default" size="xs">{t('photo')}</Button>}</FileButton>
          {value === null ? null : <Text size="sm" role="status">{t('photoThere')}</Text>}
        </Group>
      )}
      {(refused ?? error) === null ? null : <Text size="sm" c="red.9" role="alert">{refused ?? error}</Text>}
    </Stack>
  );
}
