/** Fields for the numbers and times that a package asks for each patient: on the launch page, and when they change later. */
import { TextInput } from '@mantine/core';
import type { PersonalQuestion } from '../../../../pathways/chart/personal-questions.js';
import { sayUnit } from '../../../../pathways/outline/condition-words.js';
import { useLanguage, useText } from '../../language.js';
import { personalTexts } from '../../texts/personal.js';
import { Group } from '../light/light.js';
import { isAllowed, type Written } from './written.js';

type Props = { questions: readonly PersonalQuestion[]; written: Written; write: (name: string, text: string) => void; /** Id of a field, and what else is wrong with it. */ idOf?: (name: string) => string; problem?: (name: string) => string | null };

export function PersonalFields({ questions, written, write, idOf, problem }: Props) {
  const t = useText(personalTexts);
  const { language } = useLanguage();
  return (
    <Group align="flex-start" gap="md">
      {questions.map((question) => {
        const { name, label, of, list, unit, min, max, required, value } = question;
        const said = of === 'time' ? '' : sayUnit(unit, language);
        const hints = [t('between', { min, max, unit: said }), ...(list ? [t('several')] : []), ...(value === null ? [] : [t('usual', { value: value.join(', '), unit: said })])];
        return (
          <TextInput
            key={name} {...(idOf && { id: idOf(name) })} w={280} label={label} description={hints.join(language === 'en' ? '; ' : '；')} withAsterisk={required} value={written[name] ?? ''} autoComplete="off"
            inputMode={of === 'number' && !list ? 'decimal' : 'text'} placeholder={of === 'time' ? (list ? '08:00, 20:00' : '08:00') : ''}
            error={isAllowed(question, written[name] ?? '') ? (problem?.(name) ?? null) : t('notAllowed', { min, max, unit: said })} onChange={({ currentTarget }) => write(name, currentTarget.value)}
          />
        );
      })}
    </Group>
  );
}
