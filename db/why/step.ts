/** `why-not <episode> <step>`: what became of a step, or what it is waiting for. */
import type { EpisodeEvent } from '../../pathways/engine/events.js';
import type { Rule, Schedule, Step } from '../../pathways/engine/plan.js';
import { extraOrdinal } from '../../pathways/engine/schedule.js';
import type { Sql } from '../client.js';
import { fold } from '../replay.js';
import { line } from './causes.js';
import { sayPurpose } from '../../pathways/chart/purpose-words.js';
import { sayCondition, sayInput } from '../../pathways/outline/condition-words.js';
import { saySource } from '../../pathways/outline/source-words.js';
import { NothingToExplain, type Explanation, type Line, type Phrase, type Section } from './explanation.js';
import { sayExpr } from './say-expr.js';
import { agrees, basis, findEvents, inWords, traceOf, type Trace } from './trace.js';
import { anchorOf, episodeOf, obligationWords, occurrenceOf, reasonOf, roleWords, stepKindWords, titles } from './words.js';

export async function whyNotStep(sql: Sql, episodeId: string, stepId: string, reveal: boolean): Promise<Explanation> {
  const trace = await traceOf(sql, episodeId, reveal);
  const step = trace.plan.steps.find(({ id }) => id === stepId);
  if (!step) throw new NothingToExplain(`${trace.plan.id}@${trace.plan.version} has no step "${stepId}"; it has: ${trace.plan.steps.map(({ id }) => id).join(', ')}`);
  const starters = trace.plan.rules.filter((rule) => rule.cases.some((of) => of.start.includes(stepId)));
  const last = trace.rows.at(-1);
  const sections: Section[] = [
    { title: titles.step, lines: [stepLine(trace, step), scheduleLine(trace, step.schedule)] },
    { title: titles.instances, lines: await instances(sql, trace, step) },
    { title: titles.rules, lines: starters.flatMap((rule) => starterLines(trace, rule, stepId)) },
    { title: titles.now, lines: standing(trace, step) },
    ...(last ? [basis(trace, last)] : []),
  ];
  const decisive = decisiveSeqs(trace, stepId);
  return { kind: 'step', subject: `${episodeId}/${stepId}`, episodeId, sections, verified: decisive.every((seq) => agrees(trace, seq)) };
}

function stepLine(trace: Trace, step: Step): Line {
  const [label, kind] = [inWords(trace, ({ stepLabel }) => stepLabel(step.id)), stepKindWords[step.kind]];
  return { zh: `${label.zh}（${kind.zh}，${step.phase === 'course' ? '疗程' : '随访期'}）`, en: `${label.en} (${kind.en}, ${step.phase === 'course' ? 'course' : 'follow-up'})`, program: step.id };
}

function scheduleLine(trace: Trace, schedule: Schedule): Line {
  const anchor = anchorOf('anchor' in schedule ? (schedule.anchor ?? '') : '');
  const stop = 'stopWhen' in schedule && schedule.stopWhen ? schedule.stopWhen : null;
  const ends = stop === null ? { zh: '', en: '' } : { zh: `，直到${sayCondition(stop, trace.wording.zh.spoken)}`, en: `, until ${sayCondition(stop, trace.wording.en.spoken)}` };
  const coded = stop === null ? {} : { program: sayExpr(stop) };
  switch (schedule.kind) {
    case 'offsets':
      return { zh: `自${anchor.zh}起第 ${schedule.offsets.join('、')} ${{ day: '天', week: '周', month: '个月' }[schedule.unit]} ${schedule.at}`, en: `${schedule.unit} ${schedule.offsets.join(', ')} after ${anchor.en}, at ${schedule.at}` };
    case 'repeat':
      return { zh: `自${anchor.zh}起第 ${schedule.fromDay} 至 ${schedule.untilDay} 天，每 ${schedule.everyDays} 天 ${schedule.times.join('、')}${ends.zh}`,
        en: `every ${schedule.everyDays} day(s) from day ${schedule.fromDay} to ${schedule.untilDay} after ${anchor.en}, at ${schedule.times.join(', ')}${ends.en}`, ...coded };
    case 'onRequest':
      return { zh: `按需预约，最多 ${schedule.most} 次，至${anchor.zh}后第 ${schedule.untilDay} 天`, en: `when somebody asks for it, at most ${schedule.most} time(s) to day ${schedule.untilDay} after ${anchor.en}` };
    case 'after': {
      const { step, days, at, firstDay, untilDay } = schedule;
      const of = inWords(trace, ({ stepLabel }) => stepLabel(step));
      const last = untilDay === undefined ? { zh: '', en: '' } : { zh: `，至第 ${untilDay} 天`, en: `, to day ${untilDay}` };
      const first = firstDay === undefined ? { zh: '', en: '' } : { zh: `首次为${anchor.zh}后第 ${firstDay} 天；`, en: `first on day ${firstDay} after ${anchor.en}; ` };
      return { zh: `${first.zh}每次“${of.zh}”完成后第 ${days.join('、')} 天 ${at}${last.zh}${ends.zh}`, en: `${first.en}day ${days.join(', ')} after each "${of.en}" done, at ${at}${last.en}${ends.en}`, ...coded };
    }
    case 'triggered':
      return { zh: `由规则启动，${schedule.afterHours} 小时后`, en: `started by a rule, ${schedule.afterHours} hour(s) later` };
  }
}

type Instance = { id: string; n: number; status: string; reason: string | null; dueAt: string };
type Message = { id: string; occurrence: string; purpose: string; recipient: string; state: string; reason: string | null };

async function instances(sql: Sql, trace: Trace, { id: step }: Step): Promise<Line[]> {
  const { episodeId, time } = trace;
  const rows = await sql<Instance[]>`select id, n, status, reason, due_at from occurrence where episode_id = ${episodeId} and step = ${step} order by n`;
  const messages = await sql<Message[]>`select id, occurrence, purpose, recipient, state, reason from obligation where occurrence = any(${rows.map(({ id }) => id)}) order by due_at, id`;
  const skipped = findEvents(trace, 'StepSkipped', (event) => event.step === step).map(({ event }): Line => {
    const words = reasonOf(event.reason);
    return { zh: `${time(event.at)} ${event.n === null ? '整个步骤' : `第 ${event.n} 次`}未安排：${words.zh}`, en: `${time(event.at)} ${event.n === null ? 'the whole step' : `number ${event.n}`} was not planned: ${words.en}`, program: event.reason };
  });
  const state = ({ id, n, dueAt, status, reason }: Instance): Line => {
    const [became, because] = [occurrenceOf(status), reason === null ? null : reasonOf(reason)];
    return { zh: `${numbered(n, 'zh')} ${time(dueAt)}：${became.zh}${because ? `（${because.zh}）` : ''}`, en: `${numbered(n, 'en')} ${time(dueAt)}: ${became.en}${because ? ` (${because.en})` : ''}`, program: id };
  };
  return [...rows.flatMap((row) => [state(row), ...messages.filter(({ occurrence }) => occurrence === row.id).map(said)]), ...skipped];
}

function numbered(n: number, language: 'zh' | 'en'): string {
  const extra = extraOrdinal(n);
  if (extra === null) return `#${n}`;
  return language === 'zh' ? `加做 #${extra}` : `extra #${extra}`;
}

function said({ id, purpose, recipient, state, reason }: Message): Line {
  const [to, became, because] = [roleWords(recipient), obligationWords(state), reason === null ? null : reasonOf(reason)];
  return { zh: `    ${sayPurpose(purpose, 'zh-CN')}（${to.zh}）：${became.zh}${because ? `，${because.zh}` : ''}`, en: `    ${sayPurpose(purpose, 'en')} (${to.en}): ${became.en}${because ? `, ${because.en}` : ''}`, program: id };
}

/** The rules that may start a triggered step: their conditions, and what they said each time they were asked. */
function starterLines(trace: Trace, rule: Rule, stepId: string): Line[] {
  const conditions = rule.cases.filter((of) => of.start.includes(stepId)).map((of): Line => ({
    zh: `规则 ${rule.id}（来源 ${saySource(rule.source, 'zh-CN')}）在此条件下启动：${sayCondition(of.when, trace.wording.zh.spoken)}`,
    en: `Rule ${rule.id} (source ${saySource(rule.source, 'en')}) starts it when: ${sayCondition(of.when, trace.wording.en.spoken)}`, program: sayExpr(of.when),
  }));
  const asked = inWords(trace, ({ spoken }) => rule.inputs.map((name) => sayInput(name, null, spoken)).join(spoken.language === 'en' ? ', ' : '、'));
  const verdicts = trace.rows.flatMap((row) => row.events.flatMap((event) => (event.type === 'RulesEvaluated' ? verdictsOf(trace, event, rule.id) : [])));
  return [...conditions, ...(verdicts.length > 0 ? verdicts.slice(-5) : [{ zh: `规则 ${rule.id} 从未被判断：还没有收到${asked.zh}的任何回答或数值`, en: `Rule ${rule.id} was never looked at: no value of ${asked.en} has arrived`, program: rule.inputs.join(', ') }])];
}

function verdictsOf(trace: Trace, event: Extract<EpisodeEvent, { type: 'RulesEvaluated' }>, rule: string): Line[] {
  const dated = (phrase: Line): Line => ({ ...phrase, zh: `${trace.time(event.at)} ${phrase.zh}`, en: `${trace.time(event.at)} ${phrase.en}` });
  const of = (verdicts: typeof event.fired, word: Phrase) => verdicts.filter((verdict) => verdict.rule === rule).map((verdict) => dated(line(trace, verdict, word)));
  return [...of(event.fired, { zh: '成立', en: 'fired' }), ...of(event.rejected, { zh: '不成立', en: 'not true' }), ...of(event.undecided, { zh: '资料不足', en: 'insufficient data' })];
}

function standing({ start, rows, status, time }: Trace, step: Step): Line[] {
  const episode = fold(start, rows);
  const tally = episode.tally[step.id];
  const open = Object.values(episode.occurrences).filter((occurrence) => occurrence.step === step.id);
  const [is, paused, stopped] = [episodeOf(status), episode.pause ? reasonOf(episode.pause.reason) : null, episode.stop ? reasonOf(episode.stop.reason) : null];
  return [
    { zh: `服务包${is.zh}，${episode.phase === 'course' ? '疗程' : '随访期'}${episode.pause && paused ? `，自 ${time(episode.pause.since)} 暂停（${paused.zh}）` : ''}${episode.stop && stopped ? `，${time(episode.stop.at)} 终止（${stopped.zh}）` : ''}`,
      en: `The package is ${is.en}, ${episode.phase === 'course' ? 'in its course' : 'in follow-up'}${episode.pause && paused ? `, paused since ${time(episode.pause.since)} (${paused.en})` : ''}${episode.stop && stopped ? `, stopped ${time(episode.stop.at)} (${stopped.en})` : ''}` },
    tally
      ? { zh: `已安排 ${tally.planned} 次：完成 ${tally.completed}，未完成 ${tally.failed}，取消 ${tally.cancelled}${tally.done ? '；不再安排' : ''}`, en: `Planned ${tally.planned} time(s): ${tally.completed} completed, ${tally.failed} failed, ${tally.cancelled} cancelled${tally.done ? '; nothing more will be planned' : ''}` }
      : { zh: '尚未安排', en: 'Nothing was planned yet' },
    ...open.map((occurrence): Line => {
      const [became, held] = [occurrenceOf(occurrence.status), occurrence.heldFor ? reasonOf(occurrence.heldFor) : null];
      return { zh: `${numbered(occurrence.n, 'zh')} ${became.zh}，应于 ${time(occurrence.dueAt)}${held ? `（${held.zh}）` : ''}`, en: `${numbered(occurrence.n, 'en')} is ${became.en}, due ${time(occurrence.dueAt)}${held ? ` (${held.en})` : ''}` };
    }),
  ];
}

/** Entries that decided something about the step, and the last one at which its rules were asked. */
function decisiveSeqs({ rows }: Trace, step: string): number[] {
  const about = rows.filter((row) => row.events.some((event) => 'step' in event && event.step === step)).map(({ seq }) => seq);
  const asked = rows.filter((row) => row.events.some((event) => event.type === 'RulesEvaluated')).at(-1)?.seq;
  return [...new Set([...about, ...(asked === undefined ? [] : [asked])])].slice(-20);
}
