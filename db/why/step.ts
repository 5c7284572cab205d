/** `why-not <episode> <step>`: what became of a step, or what it is waiting for. */
import type { EpisodeEvent } from '../../pathways/engine/events.js';
import type { Rule, Schedule, Step } from '../../pathways/engine/plan.js';
import { extraOrdinal } from '../../pathways/engine/schedule.js';
import type { SuppressionReason } from '../../pathways/engine/vocabulary.js';
import type { Sql } from '../client.js';
import { fold } from '../replay.js';
import { line } from './causes.js';
import { NothingToExplain, type Explanation, type Phrase, type Section } from './explanation.js';
import { sayExpr } from './say-expr.js';
import { agrees, basis, findEvents, traceOf, type Trace } from './trace.js';
import { suppressionWords, titles } from './words.js';

export async function whyNotStep(sql: Sql, episodeId: string, stepId: string, reveal: boolean): Promise<Explanation> {
  const trace = await traceOf(sql, episodeId, reveal);
  const step = trace.plan.steps.find(({ id }) => id === stepId);
  if (!step) throw new NothingToExplain(`${trace.plan.id}@${trace.plan.version} has no step "${stepId}"; it has: ${trace.plan.steps.map(({ id }) => id).join(', ')}`);
  const starters = trace.plan.rules.filter((rule) => rule.cases.some((of) => of.start.includes(stepId)));
  const last = trace.rows.at(-1);
  const sections: Section[] = [
    { title: titles.step, lines: [{ zh: `${step.id}（${step.kind}，${step.phase}）`, en: `${step.id} (${step.kind}, ${step.phase})` }, scheduleLine(step.schedule)] },
    { title: titles.instances, lines: await instances(sql, trace, step) },
    { title: titles.rules, lines: starters.flatMap((rule) => starterLines(trace, rule, stepId)) },
    { title: titles.now, lines: standing(trace, step) },
    ...(last ? [basis(trace, last)] : []),
  ];
  const decisive = decisiveSeqs(trace, stepId);
  return { kind: 'step', subject: `${episodeId}/${stepId}`, episodeId, sections, verified: decisive.every((seq) => agrees(trace, seq)) };
}

function scheduleLine(schedule: Schedule): Phrase {
  switch (schedule.kind) {
    case 'offsets':
      return { zh: `自 ${schedule.anchor} 起第 ${schedule.offsets.join(', ')} ${{ day: '天', week: '周', month: '个月' }[schedule.unit]} ${schedule.at}`, en: `${schedule.unit} ${schedule.offsets.join(', ')} after ${schedule.anchor}, at ${schedule.at}` };
    case 'repeat':
      return { zh: `自 ${schedule.anchor} 起第 ${schedule.fromDay}-${schedule.untilDay} 天，每 ${schedule.everyDays} 天 ${schedule.times.join(', ')}${schedule.stopWhen ? `，直到 ${sayExpr(schedule.stopWhen)}` : ''}`,
        en: `every ${schedule.everyDays} day(s) from day ${schedule.fromDay} to ${schedule.untilDay} after ${schedule.anchor}, at ${schedule.times.join(', ')}${schedule.stopWhen ? `, until ${sayExpr(schedule.stopWhen)}` : ''}` };
    case 'onRequest':
      return { zh: `按需预约，最多 ${schedule.most} 次，至 ${schedule.anchor} 后第 ${schedule.untilDay} 天`, en: `when somebody asks for it, at most ${schedule.most} time(s) to day ${schedule.untilDay} after ${schedule.anchor}` };
    case 'after': {
      const { step, days, at, anchor, firstDay, untilDay, stopWhen } = schedule;
      const until = { zh: `${untilDay === undefined ? '' : `，至第 ${untilDay} 天`}${stopWhen ? `，直到 ${sayExpr(stopWhen)}` : ''}`, en: `${untilDay === undefined ? '' : `, to day ${untilDay}`}${stopWhen ? `, until ${sayExpr(stopWhen)}` : ''}` };
      const first = firstDay === undefined ? { zh: '', en: '' } : { zh: `首次为 ${anchor} 后第 ${firstDay} 天；`, en: `first on day ${firstDay} after ${anchor}; ` };
      return { zh: `${first.zh}每次 ${step} 完成后第 ${days.join(', ')} 天 ${at}${until.zh}`, en: `${first.en}day ${days.join(', ')} after each ${step} done, at ${at}${until.en}` };
    }
    case 'triggered':
      return { zh: `由规则启动，${schedule.afterHours} 小时后`, en: `started by a rule, ${schedule.afterHours} hour(s) later` };
  }
}

type Instance = { id: string; n: number; status: string; reason: string | null; dueAt: string };
type Message = { occurrence: string; purpose: string; recipient: string; state: string; reason: string | null };

async function instances(sql: Sql, { episodeId, time, ...trace }: Trace, { id: step }: Step): Promise<Phrase[]> {
  const rows = await sql<Instance[]>`select id, n, status, reason, due_at from occurrence where episode_id = ${episodeId} and step = ${step} order by n`;
  const messages = await sql<Message[]>`select occurrence, purpose, recipient, state, reason from obligation where occurrence = any(${rows.map(({ id }) => id)}) order by due_at, id`;
  const skipped = findEvents({ ...trace, episodeId, time }, 'StepSkipped', (event) => event.step === step).map(({ event }): Phrase => {
    const words = suppressionWords[event.reason];
    return { zh: `${time(event.at)} ${event.n === null ? '整个步骤' : `第 ${event.n} 次`}未安排：${words.zh}（${event.reason}）`, en: `${time(event.at)} ${event.n === null ? 'the whole step' : `number ${event.n}`} was not planned: ${words.en} (${event.reason})` };
  });
  const state = ({ n, dueAt, status, reason }: Instance, language: 'zh' | 'en'): string => `${numbered(n, language)} ${time(dueAt)}: ${status}${reason === null ? '' : ` (${reason})`}`;
  return [...rows.flatMap((row) => [{ zh: state(row, 'zh'), en: state(row, 'en') }, ...messages.filter(({ occurrence }) => occurrence === row.id).map(said)]), ...skipped];
}

function numbered(n: number, language: 'zh' | 'en'): string {
  const extra = extraOrdinal(n);
  if (extra === null) return `#${n}`;
  return language === 'zh' ? `加做 #${extra}` : `extra #${extra}`;
}

function said({ purpose, recipient, state, reason }: Message): Phrase {
  const words = reason === null ? null : (suppressionWords[reason as SuppressionReason] ?? null);
  return { zh: `    ${purpose} → ${recipient}：${state}${reason === null ? '' : `，${words?.zh ?? ''}（${reason}）`}`, en: `    ${purpose} to ${recipient}: ${state}${reason === null ? '' : `, ${words?.en ?? ''} (${reason})`}` };
}

/** The rules that may start a triggered step: their conditions, and what they said each time they were asked. */
function starterLines(trace: Trace, rule: Rule, stepId: string): Phrase[] {
  const conditions = rule.cases.filter((of) => of.start.includes(stepId)).map((of): Phrase => ({ zh: `规则 ${rule.id}（来源 ${rule.source}）在此条件下启动：${sayExpr(of.when)}`, en: `Rule ${rule.id} (source ${rule.source}) starts it when: ${sayExpr(of.when)}` }));
  const verdicts = trace.rows.flatMap((row) => row.events.flatMap((event) => (event.type === 'RulesEvaluated' ? verdictsOf(trace, event, rule.id) : [])));
  return [...conditions, ...(verdicts.length > 0 ? verdicts.slice(-5) : [{ zh: `规则 ${rule.id} 从未被判断：还没有收到 ${rule.inputs.join(', ')} 的任何数值`, en: `Rule ${rule.id} was never looked at: no value of ${rule.inputs.join(', ')} has arrived` }])];
}

function verdictsOf(trace: Trace, event: Extract<EpisodeEvent, { type: 'RulesEvaluated' }>, rule: string): Phrase[] {
  const dated = (phrase: Phrase): Phrase => ({ zh: `${trace.time(event.at)} ${phrase.zh}`, en: `${trace.time(event.at)} ${phrase.en}` });
  const of = (verdicts: typeof event.fired, word: Phrase) => verdicts.filter((verdict) => verdict.rule === rule).map((verdict) => dated(line(trace, verdict, word)));
  return [...of(event.fired, { zh: '成立', en: 'fired' }), ...of(event.rejected, { zh: '不成立', en: 'not true' }), ...of(event.undecided, { zh: '资料不足', en: 'insufficient data' })];
}

function standing({ start, rows, status, time }: Trace, step: Step): Phrase[] {
  const episode = fold(start, rows);
  const tally = episode.tally[step.id];
  const open = Object.values(episode.occurrences).filter((occurrence) => occurrence.step === step.id);
  return [
    { zh: `服务状态 ${status}，阶段 ${episode.phase}${episode.pause ? `，自 ${time(episode.pause.since)} 暂停（${episode.pause.reason}）` : ''}${episode.stop ? `，${time(episode.stop.at)} 终止（${episode.stop.reason}）` : ''}`,
      en: `The episode is ${status}, phase ${episode.phase}${episode.pause ? `, paused since ${time(episode.pause.since)} (${episode.pause.reason})` : ''}${episode.stop ? `, stopped ${time(episode.stop.at)} (${episode.stop.reason})` : ''}` },
    tally
      ? { zh: `已安排 ${tally.planned} 次：完成 ${tally.completed}，未完成 ${tally.failed}，取消 ${tally.cancelled}${tally.done ? '；不再安排' : ''}`, en: `Planned ${tally.planned} time(s): ${tally.completed} completed, ${tally.failed} failed, ${tally.cancelled} cancelled${tally.done ? '; nothing more will be planned' : ''}` }
      : { zh: '尚未安排', en: 'Nothing was planned yet' },
    ...open.map((occurrence): Phrase => ({ zh: `${numbered(occurrence.n, 'zh')} ${occurrence.status}，应于 ${time(occurrence.dueAt)}${occurrence.heldFor ? `，暂缓（${occurrence.heldFor}）` : ''}`, en: `${numbered(occurrence.n, 'en')} is ${occurrence.status}, due ${time(occurrence.dueAt)}${occurrence.heldFor ? `, held (${occurrence.heldFor})` : ''}` })),
  ];
}

/** Entries that decided something about the step, and the last one at which its rules were asked. */
function decisiveSeqs({ rows }: Trace, step: string): number[] {
  const about = rows.filter((row) => row.events.some((event) => 'step' in event && event.step === step)).map(({ seq }) => seq);
  const asked = rows.filter((row) => row.events.some((event) => event.type === 'RulesEvaluated')).at(-1)?.seq;
  return [...new Set([...about, ...(asked === undefined ? [] : [asked])])].slice(-20);
}
