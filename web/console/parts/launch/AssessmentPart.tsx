/** The needs assessment: prefilled, scored as typed by the very functions that the server stores with. */
import { Accordion } from '@mantine/core';
import type { AssessmentDraft } from '../../../../db/people/assessments.js';
import { answerProblem, sections, type AssessmentAnswers, type QuestionId } from '../../../../pathways/recommend/questions.js';
import { scoreIds, scoresOf, type ScoreId, type Scored } from '../../../../pathways/recommend/scores.js';
import { useLanguage, useText } from '../../language.js';
import { useMe } from '../../session.js';
import { bandTexts, questionTexts, scoreTexts, sectionTexts } from '../../texts/assessment.js';
import { launchTexts } from '../../texts/launch.js';
import { sayMoment } from '../../when.js';
import { Group, Text } from '../light/light.js';
import { Part } from './Part.js';
import { Question } from './Question.js';

type Props = { draft: AssessmentDraft; answers: AssessmentAnswers; change: (answers: AssessmentAnswers) => void };

/** Without the ones that cannot be: a half-typed number neither scores nor recommends. */
export const acceptable = (answers: AssessmentAnswers): AssessmentAnswers =>
  Object.fromEntries(Object.entries(answers).filter(([id, value]) => answerProblem(id as QuestionId, value) === null));

const sectionNames = ['stay', 'care', 'function'] as const;

export function AssessmentPart({ draft, answers, change }: Props) {
  const t = useText(launchTexts);
  const name = useText(sectionTexts);
  const { language } = useLanguage();
  const { hospital } = useMe();
  const { last } = draft;
  return (
    <Part n={2}>
      <Text size="sm">{t('assessLead')}</Text>
      {last ? <Text size="sm">{t('last', { by: last.completedBy ?? '–', when: sayMoment(last.completedAt, language, hospital.zone) })}</Text> : null}
      <ScoreLine answers={acceptable(answers)} />
      <Accordion multiple defaultValue={[...sectionNames]} variant="separated" mt="xs">
        {sectionNames.map((section) => (
          <Accordion.Item key={section} value={section}>
            <Accordion.Control>{name(section)}</Accordion.Control>
            <Accordion.Panel>
              <div className="questions">
                {sections[section].map((id) => (
                  <Question key={id} id={id} value={answers[id]} from={draft.prefill[id]} change={(value) => {
                    const { [id]: _, ...rest } = answers;
                    change(value === undefined ? rest : { ...rest, [id]: value });
                  }} />
                ))}
              </div>
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </Part>
  );
}

function ScoreLine({ answers }: { answers: AssessmentAnswers }) {
  const t = useText(launchTexts);
  const scores = scoresOf(answers);
  return (
    <Group gap="xs" mt="xs" role="status" aria-label={t('scores')}>
      {scoreIds.map((id) => <Score key={id} id={id} score={scores[id]} />)}
    </Group>
  );
}

function Score({ id, score }: { id: ScoreId; score: Scored }) {
  const t = useText(launchTexts);
  const name = useText(scoreTexts);
  const ask = useText(questionTexts);
  const band = useText(bandTexts);
  const said = 'missing' in score ? null : Object.hasOwn(bandTexts, score.band) ? band(score.band as keyof typeof bandTexts) : score.band;
  return (
    <div className="score" title={'missing' in score ? t('open', { what: score.missing.map((one) => ask(one)).join(', ') }) : undefined}>
      <b>{name(id)}</b> {'missing' in score ? '–' : <span className="numbers">{score.total}</span>} {said}
    </div>
  );
}
