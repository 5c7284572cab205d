/** Why an event happened, in words: its cause, and what the rules said in the same breath. */
import { goalRule } from '../../pathways/engine/goal.js';
import type { Cause, EpisodeEvent, RuleVerdict } from '../../pathways/engine/events.js';
import type { AnswerValue } from '../../pathways/engine/inputs.js';
import { assertNever, type Instant } from '../../pathways/engine/vocabulary.js';
import type { JournalRow } from '../journal.js';
import { both, type Phrase } from './explanation.js';
import { sayExpr } from './say-expr.js';
import type { Trace } from './trace.js';

const value = (of: AnswerValue | null, reveal: boolean): string => (of === null ? '—' : reveal ? (Array.isArray(of) ? `[${of.join(', ')}]` : String(of)) : '•••');
const inputsOf = (inputs: Record<string, AnswerValue | null>, reveal: boolean): string => Object.entries(inputs).map(([path, of]) => `${path} = ${value(of, reveal)}`).join(', ');
const parametersOf = ({ plan }: Trace, parameters: Record<string, string>): string =>
  Object.entries(parameters).map(([name, of]) => `${name} = ${of}${plan.parameters[name] ? ` ${plan.parameters[name].unit} (${plan.parameters[name].source})` : ''}`).join(', ');

/** `at`: when it happened; what was given before then held. */
export function causeLines(trace: Trace, cause: Cause, at: Instant): Phrase[] {
  switch (cause.kind) {
    case 'schedule':
      return [{ zh: `按方案排期：步骤 ${cause.step} 第 ${cause.n} 次`, en: `By schedule: step ${cause.step}, number ${cause.n}` }];
    case 'rule': {
      const isGoal = cause.rule === goalRule && trace.plan.goal !== undefined;
      const when = trace.plan.rules.find(({ id }) => id === cause.rule)?.cases[cause.case]?.when ?? (isGoal ? trace.plan.goal?.when : undefined);
      const parameters = parametersOf(trace, cause.parameters);
      return [
        isGoal ? { zh: `疗程目标达到（来源 ${cause.source}）`, en: `The goal of the course was reached (source ${cause.source})` } : { zh: `规则 ${cause.rule} 第 ${cause.case + 1} 种情况成立（来源 ${cause.source}）`, en: `Rule ${cause.rule}, case ${cause.case + 1}, was true (source ${cause.source})` },
        ...(when ? [{ zh: `条件：${sayExpr(when)}`, en: `Condition: ${sayExpr(when)}` }] : []),
        { zh: `所据数值：${inputsOf(cause.inputs, trace.reveal)}`, en: `Values compared: ${inputsOf(cause.inputs, trace.reveal)}` },
        ...personalLines(trace, cause.inputs, at),
        ...(parameters === '' ? [] : [{ zh: `参数：${parameters}`, en: `Parameters: ${parameters}` }]),
      ];
    }
    case 'ladder':
      return [{ zh: `预警 ${cause.escalation} 无人处理，升至第 ${cause.rung + 1} 级`, en: `Nobody acted on case ${cause.escalation}: rung ${cause.rung + 1} of its ladder` }];
    case 'deadline':
      return [{ zh: `到期未完成：${cause.of}`, en: `A deadline passed: ${cause.of}` }];
    case 'policy':
      return [{ zh: `按通用规定：${cause.policy}`, en: `By policy: ${cause.policy}` }];
    case 'delivery':
      return [{ zh: `因消息 ${cause.obligation} 的投递结果`, en: `Because of what became of message ${cause.obligation}` }];
    case 'input':
      return [{ zh: `因收到 ${cause.input}${cause.commandId ? `（指令 ${cause.commandId}）` : ''}${cause.by ? `，来自 ${cause.by}` : ''}`, en: `Because ${cause.input} arrived${cause.commandId ? ` (command ${cause.commandId})` : ''}${cause.by ? `, from ${cause.by}` : ''}` }];
    default:
      return assertNever(cause);
  }
}

type Evaluated = Extract<EpisodeEvent, { type: 'RulesEvaluated' }>;

/** Every rule that was looked at with the same input: what fired, what did not, and what could not be decided. */
export function verdictLines(trace: Trace, row: JournalRow): Phrase[] {
  return row.events.filter((event): event is Evaluated => event.type === 'RulesEvaluated').flatMap(({ fired, rejected, undecided }) => [
    ...fired.map((verdict) => line(trace, verdict, { zh: '成立', en: 'fired' })),
    ...rejected.map((verdict) => line(trace, verdict, { zh: '不成立', en: 'not true' })),
    ...undecided.map((verdict) => line(trace, verdict, { zh: '资料不足', en: 'insufficient data' })),
  ]);
}

export function line(trace: Trace, verdict: RuleVerdict, word: Phrase): Phrase {
  const inputs = inputsOf(verdict.inputs, trace.reveal);
  const missing = verdict.missing.length > 0 ? { zh: `；缺 ${verdict.missing.join(', ')}`, en: `; missing ${verdict.missing.join(', ')}` } : both('');
  return { zh: `${verdict.rule} ${word.zh}：${inputs}${missing.zh}`, en: `${verdict.rule} ${word.en}: ${inputs}${missing.en}` };
}

/** A patient's own numbers among the values: which they were, who gave them, and the default beside them. */
function personalLines(trace: Trace, inputs: Record<string, AnswerValue | null>, at: Instant): Phrase[] {
  return Object.keys(inputs).filter((path) => path.startsWith('p.')).flatMap((path): Phrase[] => {
    const name = path.slice('p.'.length);
    const parameter = trace.plan.personal?.[name];
    if (!parameter) return [];
    const said = (values: readonly string[] | null): string => (values === null ? '—' : trace.reveal ? `${values.join(', ')} ${parameter.unit}` : '•••');
    const usual = parameter.value === null ? { zh: '无默认值', en: 'no default' } : { zh: `默认 ${parameter.value.join(', ')} ${parameter.unit}（${parameter.source}）`, en: `default ${parameter.value.join(', ')} ${parameter.unit} (${parameter.source})` };
    const last = givenBefore(trace, name, at);
    if (last === null) return [{ zh: `个人数值 ${name}：未单独设定，${usual.zh}`, en: `Personal number ${name}: not given, ${usual.en}` }];
    const value = last.value === null ? null : [last.value].flat();
    return [{ zh: `个人数值 ${name}：${said(value)}，${trace.time(last.at)} 由 ${last.by} 设定；${usual.zh}`, en: `Personal number ${name}: ${said(value)}, given by ${last.by} at ${trace.time(last.at)}; ${usual.en}` }];
  });
}

function givenBefore({ rows }: Trace, name: string, at: Instant): { value: string | string[] | null; at: Instant; by: string } | null {
  const given = rows.flatMap(({ events }) => events).flatMap((event) => {
    if (event.at > at) return [];
    if (event.type === 'PersonalSet' && Object.hasOwn(event.values, name)) return [{ value: event.values[name] ?? null, at: event.at, by: event.by }];
    const started = event.type === 'EpisodeStarted' ? event.personal : undefined;
    return started && Object.hasOwn(started.values, name) ? [{ value: started.values[name] ?? null, at: event.at, by: started.by }] : [];
  });
  return given.at(-1) ?? null;
}
