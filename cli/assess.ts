/** `wuyou assess`: what a discharge needs, with reasons. Reads only; completing an assessment is done at the console or by the API. */
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { connect } from '../db/client.js';
import { chooseHospital } from '../db/hospitals.js';
import { assessmentOf } from '../db/people/assessments.js';
import { factsOf } from '../discharges/clinical.js';
import { readDischargeText } from '../discharges/read.js';
import { launchRefusals } from '../discharges/refusals.js';
import { prefill } from '../pathways/recommend/prefill.js';
import { answerProblem, assessmentEdition, isQuestion, questions, type AssessmentAnswers } from '../pathways/recommend/questions.js';
import { recommend } from '../pathways/recommend/recommend.js';
import { sayAssessment, type AssessmentView } from '../pathways/recommend/say.js';
import { scoresOf } from '../pathways/recommend/scores.js';
import { fromMs, localDateOf } from '../pathways/time.js';
import { PlainError, UsageError } from '../platform/plain-error.js';
import { settings } from '../settings.js';
import { builtInPackages } from './load-definition.js';

export const summary = 'Say which packages a discharge needs, and which not, with reasons';
export const usage = `wuyou assess <discharge> [--answer question=value]... [--hospital <id>] [--lang zh-CN|en] [--json]

  <discharge>  a discharge id or stay number of the hospital, or a file to import (FHIR bundle, own JSON): a file is judged against
               the built-in packages and nothing is stored
  --answer     an answer in place of the one that is known, e.g. --answer barthel=100 --answer acute=false --answer tubes=picc,drain
               (an empty list: --answer tubes=)
  Shows the last completed assessment, else what the discharge itself says. Recommends, never buys.`;

/** Local days of a file are those of the hospital that will import it; without a hospital, Chinese ones. */
const fileZone = 'Asia/Shanghai';

export async function run(args: string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { answer: { ...text, multiple: true }, hospital: text, lang: text, json: { type: 'boolean' } } });
  const [ref, ...more] = positionals;
  if (ref === undefined || more.length > 0) throw new UsageError('Name one discharge: wuyou assess <id, stay number or file>');
  if (values.lang !== undefined && values.lang !== 'en' && values.lang !== 'zh-CN') throw new UsageError(`--lang "${values.lang}" is not known: use zh-CN or en`);
  const given = readAnswers(values.answer ?? []);
  const view = existsSync(ref) ? ofFile(ref, given) : await ofDischarge(ref, values.hospital ?? null, given);
  process.stdout.write(values.json === true ? `${JSON.stringify(view, null, 2)}\n` : sayAssessment(view, values.lang ?? 'zh-CN'));
  return 0;
}

function ofFile(path: string, given: AssessmentAnswers): AssessmentView {
  const read = readDischargeText(readFileSync(path, 'utf8'));
  if (!read.ok) throw new PlainError(`${basename(path)} is no discharge: ${read.problems.join('; ')}`);
  const facts = factsOf(read.record, fileZone);
  const dead = read.record.patient.died !== false;
  const reachable = read.record.contacts.some(({ kind }) => kind !== 'email');
  const refusals = launchRefusals({ dead, dischargedOn: facts.dischargedOn, reachable }, localDateOf(fromMs(Date.now()), fileZone));
  return judged({ subject: basename(path), prefill: prefill(facts), offered: builtInPackages(), last: null, refusals, given });
}

async function ofDischarge(ref: string, hospitalId: string | null, given: AssessmentAnswers): Promise<AssessmentView> {
  const sql = connect(settings().databaseUrl, { max: 2, applicationName: 'wuyou-assess' });
  try {
    const hospital = await chooseHospital(sql, hospitalId);
    const found = await assessmentOf(sql, { hospitalId: hospital.id, ref, today: localDateOf(fromMs(Date.now()), hospital.zone) });
    if (found === null) throw new PlainError(`${hospital.name} has no discharge "${ref}", and there is no such file: take an id or a stay number from the discharge list, or import it first`);
    return judged({ subject: found.stay, prefill: found.draft.prefill, offered: found.draft.offered, last: found.draft.last, refusals: found.refusals, given });
  } finally {
    await sql.end();
  }
}

type Found = Pick<AssessmentView, 'subject' | 'prefill' | 'refusals'> & { offered: readonly string[]; last: { answers: AssessmentAnswers; completedAt: string } | null; given: AssessmentAnswers };

function judged({ subject, prefill: known, offered, last, refusals, given }: Found): AssessmentView {
  const said = last?.answers ?? Object.fromEntries(Object.entries(known).map(([id, { value }]) => [id, value]));
  const answers = { ...said, ...given };
  return {
    subject, edition: assessmentEdition, completedAt: Object.keys(given).length > 0 ? null : (last?.completedAt ?? null), answers, prefill: known, scores: scoresOf(answers),
    recommendation: refusals.some(({ code }) => code === 'dead') ? null : recommend(answers, offered), refusals,
  };
}

function readAnswers(written: readonly string[]): AssessmentAnswers {
  return Object.fromEntries(written.map((one) => {
    const [id = '', ...rest] = one.split('=');
    if (!isQuestion(id) || rest.length === 0) throw new UsageError(`--answer ${one}: write question=value; questions are ${Object.keys(questions).join(', ')}`);
    const text = rest.join('=');
    const { kind } = questions[id];
    const value = kind === 'multi' ? text.split(',').filter((option) => option !== '') : kind === 'boolean' ? (text === 'true' || (text === 'false' ? false : text)) : text;
    const problem = answerProblem(id, value);
    if (problem !== null) throw new UsageError(`--answer ${one}: ${problem}`);
    return [id, value];
  }));
}
