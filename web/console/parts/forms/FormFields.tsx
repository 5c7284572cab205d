/**
 * The questions of the forms that wait, in the console. Controlled: `answers` in, `onChange` out, exactly as the API takes them after
 * `readyAnswers`. One form is one group with its title; a problem is said at its question and tied to it for screen readers.
 */
import { Title } from '@mantine/core';
import type { FormText } from '../../../../db/read-models/form-list.js';
import { useText } from '../../language.js';
import { formTexts } from '../../texts/forms.js';
import { Stack, Text } from '../light/light.js';
import { isAsked, valueOf, withValue, type Answers, type Problems } from './answers.js';
import { QuestionField, type PhotoOf } from './QuestionField.js';
import { scoreOf } from './score.js';

export type FormFieldsProps = {
  forms: readonly FormText[];
  answers: Answers;
  onChange: (answers: Answers) => void;
  /** From `problemsOf`; shown at their questions. */
  problems?: Problems;
  /** Where a photo belongs; absent: a photo cannot be taken here. */
  photo?: PhotoOf;
  /** Level of the forms' titles in the page. */
  titleOrder?: 2 | 3 | 4;
};

export function FormFields({ forms, answers, onChange, problems = {}, photo, titleOrder = 3 }: FormFieldsProps) {
  const t = useText(formTexts);
  if (forms.length === 0) return <Text c="dark.4">{t('nothing')}</Text>;
  return (
    <Stack gap="lg">
      {forms.map((form) => {
        const score = scoreOf(form, answers);
        return (
          <Stack key={form.id} gap="sm" role="group" aria-label={form.title}>
            <Title order={titleOrder} size="h4">{form.title}</Title>
            {form.questions.filter((question) => isAsked(question, answers)).map((question) => (
              <QuestionField
                key={question.id} id={`${form.id}.${question.id}`} question={question} value={valueOf(answers, form.id, question.id)} problem={problems[`${form.id}.${question.id}`]}
                onChange={(value) => onChange(withValue(answers, form.id, question.id, value))} {...(photo ? { photo } : {})}
              />
            ))}
            {score === null ? null : <Text role="status" fw={600}>{t('score', { form: form.title, total: score })}</Text>}
          </Stack>
        );
      })}
    </Stack>
  );
}
