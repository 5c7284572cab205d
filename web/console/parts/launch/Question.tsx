/** One question of the assessment: a number, yes or no, or any of some; with where its answer came from, and nothing guessed. */
import { Checkbox, Radio, TextInput, UnstyledButton } from '@mantine/core';
import { answerProblem, questions, type AssessmentAnswers, type Question as Kind, type QuestionId } from '../../../../pathways/recommend/questions.js';
import type { Prefilled } from '../../../../pathways/recommend/prefill.js';
import { useLanguage, useText } from '../../language.js';
import { optionTexts, questionTexts } from '../../texts/assessment.js';
import { launchTexts } from '../../texts/launch.js';
import { Group } from '../light/light.js';

type Props = { id: QuestionId; value: AssessmentAnswers[QuestionId]; from: Prefilled | undefined; change: (value: string | boolean | string[] | undefined) => void };

export function Question({ id, value, from, change }: Props) {
  const ask = useText(questionTexts);
  const kind: Kind = questions[id];
  switch (kind.kind) {
    case 'boolean': return <YesNo id={id} label={ask(id)} value={typeof value === 'boolean' ? value : undefined} from={from} change={change} />;
    case 'multi': return <Several id={id} label={ask(id)} options={kind.options} value={Array.isArray(value) ? value : undefined} from={from} change={change} />;
    default: return <NumberAnswer id={id} label={ask(id)} value={typeof value === 'string' ? value : ''} from={from} change={change} />;
  }
}

type Of<T> = { id: QuestionId; label: string; value: T; from: Prefilled | undefined; change: Props['change'] };

function NumberAnswer({ id, label, value, from, change }: Of<string>) {
  const t = useText(launchTexts);
  const source = useSource(from, value);
  const problem = value === '' ? null : answerProblem(id, value);
  return <TextInput label={label} value={value} inputMode="decimal" autoComplete="off" maxLength={6} description={source === null ? undefined : t('source', { source })} inputWrapperOrder={['label', 'input', 'description', 'error']} error={problem}
    onChange={({ currentTarget }) => change(halfWidth(currentTarget.value) || undefined)} w={260} />;
}

/** Chinese keyboards give full-width digits. */
const halfWidth = (text: string): string => text.normalize('NFKC').replace('。', '.').trim();

function YesNo({ id, label, value, from, change }: Of<boolean | undefined>) {
  const t = useText(launchTexts);
  return (
    <fieldset className="question">
      <legend>{label}</legend>
      <Group gap="md" mt={4}>
        <Radio name={id} label={t('yes')} checked={value === true} onChange={() => change(true)} />
        <Radio name={id} label={t('no')} checked={value === false} onChange={() => change(false)} />
        {value === undefined ? null : <Clear label={label} change={change} />}
      </Group>
      <Source from={from} value={value} />
    </fieldset>
  );
}

function Several({ label, options, value, from, change }: Of<string[] | undefined> & { options: readonly string[] }) {
  const t = useText(launchTexts);
  const say = useText(optionTexts);
  const toggle = (option: string, on: boolean): void => change(on ? [...(value ?? []), option] : (value ?? []).filter((one) => one !== option));
  return (
    <fieldset className="question">
      <legend>{label}</legend>
      <Group gap="xs" mt={4}>
        {options.map((option) => <Checkbox key={option} label={Object.hasOwn(optionTexts, option) ? say(option as keyof typeof optionTexts) : option} checked={value?.includes(option) ?? false} onChange={({ currentTarget }) => toggle(option, currentTarget.checked)} />)}
        <Checkbox label={t('noneOf')} checked={value !== undefined && value.length === 0} onChange={({ currentTarget }) => change(currentTarget.checked ? [] : undefined)} />
      </Group>
      <Source from={from} value={value} />
    </fieldset>
  );
}

function Clear({ label, change }: { label: string; change: Props['change'] }) {
  const t = useText(launchTexts);
  return <UnstyledButton fz="sm" td="underline" aria-label={t('clearOf', { what: label })} onClick={() => change(undefined)}>{t('clear')}</UnstyledButton>;
}

function Source({ from, value }: { from: Prefilled | undefined; value: unknown }) {
  const t = useText(launchTexts);
  const source = useSource(from, value);
  return source === null ? null : <div className="from" title={source}>{t('source', { source })}</div>;
}

/** Said only while the answer is still the proposed one. */
function useSource(from: Prefilled | undefined, value: unknown): string | null {
  const { language } = useLanguage();
  return from && JSON.stringify(from.value) === JSON.stringify(value) ? from.source[language === 'en' ? 'en' : 'zh'] : null;
}
