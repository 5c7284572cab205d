/** Why an event happened, in words: its cause, and what the rules said in the same breath. */
import { goalRule } from '../../pathways/engine/goal.js';
import type { Cause, EpisodeEvent, RuleVerdict } from '../../pathways/engine/events.js';
import type { AnswerValue } from '../../pathways/engine/inputs.js';
import { assertNever, type Instant } from '../../pathways/engine/vocabulary.js';
import type { JournalRow } from '../journal.js';
import type { Expr } from '../../pathways/engine/plan.js';
import { isCounted, pathOfInput, sayCondition, sayInput, sayUnit } from '../../pathways/outline/condition-words.js';
import { saySource } from '../../pathways/outline/source-words.js';
import type { Wording } from '../wording.js';
import { both, type Line, type Phrase } from './explanation.js';
import { sayExpr } from './say-expr.js';
import { inWords, type Trace } from './trace.js';
import { inputOf, policyOf, roleWords } from './words.js';

type Values = Record<string, AnswerValue | null>;
const hidden = '•••';
const plain = (of: AnswerValue | null): string => (of === null ? '—' : Array.isArray(of) ? `[${of.join(', ')}]` : String(of));
const program = (values: Values, reveal: boolean): string => Object.entries(values).map(([name, of]) => `${name} = ${of === null ? '—' : reveal ? plain(of) : hidden}`).join(', ');

/** `“伤口发红范围”：超过2厘米`, value by value; `when` gives looking back its units. */
function valueWords(trace: Trace, values: Values, when: Expr | null): Phrase {
  const one = (words: Wording, name: string, of: AnswerValue | null, colon: string): string => {
    const said = of === null ? '—' : !trace.reveal ? hidden : isCounted(name) ? plain(of) : words.answer(pathOfInput(name), of);
    return `${sayInput(name, when, words.spoken)}${colon}${said}`;
  };
  const entries = Object.entries(values);
  return { zh: entries.map(([name, of]) => one(trace.wording.zh, name, of, '：')).join('；'), en: entries.map(([name, of]) => one(trace.wording.en, name, of, ': ')).join('; ') };
}

/** The numbers that the condition compared with, each with its unit and source. */
function numberLines({ plan }: Trace, parameters: Record<string, string>): Line[] {
  return Object.entries(parameters).flatMap(([name, of]): Line[] => {
    const known = plan.parameters[name];
    if (!known) return [];
    return [{ zh: `所用数值 ${of}${sayUnit(known.unit, 'zh-CN')}（来源 ${saySource(known.source, 'zh-CN')}）`, en: `Number used: ${of}${sayUnit(known.unit, 'en')} (source ${saySource(known.source, 'en')})`, program: `${name} = ${of} ${known.unit}` }];
  });
}

/** `<episode>/<step>/<n>`, or a case or message: what has a deadline, by the label of its step. */
function stepOf(trace: Trace, id: string): Phrase | null {
  const step = id.split('/').find((part) => trace.plan.steps.some((one) => one.id === part));
  return step === undefined ? null : inWords(trace, ({ stepLabel }) => stepLabel(step));
}

/** `at`: when it happened; what was given before then held. */
export function causeLines(trace: Trace, cause: Cause, at: Instant): Line[] {
  switch (cause.kind) {
    case 'schedule': {
      const label = inWords(trace, ({ stepLabel }) => stepLabel(cause.step));
      return [{ zh: `按方案排期：${label.zh} 第 ${cause.n} 次`, en: `By schedule: ${label.en}, number ${cause.n}`, program: `${cause.step} ${cause.n}` }];
    }
    case 'rule': {
      const isGoal = cause.rule === goalRule && trace.plan.goal !== undefined;
      const when = trace.plan.rules.find(({ id }) => id === cause.rule)?.cases[cause.case]?.when ?? (isGoal ? trace.plan.goal?.when : undefined) ?? null;
      const source = { zh: saySource(cause.source, 'zh-CN'), en: saySource(cause.source, 'en') };
      const said = valueWords(trace, cause.inputs, when);
      return [
        isGoal ? { zh: `疗程目标达到（来源 ${source.zh}）`, en: `The goal of the course was reached (source ${source.en})` } : { zh: `规则 ${cause.rule} 第 ${cause.case + 1} 种情况成立（来源 ${source.zh}）`, en: `Rule ${cause.rule}, case ${cause.case + 1}, was true (source ${source.en})` },
        ...(when ? [{ zh: `条件：${sayCondition(when, trace.wording.zh.spoken)}`, en: `Condition: ${sayCondition(when, trace.wording.en.spoken)}`, program: sayExpr(when) }] : []),
        { zh: `所据回答和数值：${said.zh}`, en: `Answers and values compared: ${said.en}`, program: program(cause.inputs, trace.reveal) },
        ...personalLines(trace, cause.inputs, at),
        ...numberLines(trace, cause.parameters),
      ];
    }
    case 'ladder':
      return [{ zh: `预警无人处理，上报第 ${cause.rung + 1} 级`, en: `Nobody acted on the case: rung ${cause.rung + 1} of its ladder`, program: cause.escalation }];
    case 'deadline': {
      const of = stepOf(trace, cause.of);
      return [{ zh: `到期未完成${of ? `：${of.zh}` : ''}`, en: `A deadline passed${of ? `: ${of.en}` : ''}`, program: cause.of }];
    }
    case 'policy':
      return [{ zh: `按通用规定：${policyOf(cause.policy).zh}`, en: `By policy: ${policyOf(cause.policy).en}`, program: cause.policy }];
    case 'delivery':
      return [{ zh: '因另一条消息的投递结果', en: 'Because of what became of another message', program: cause.obligation }];
    case 'input': {
      const [what, who] = [inputOf(cause.input), cause.by === undefined ? null : actorWords(cause.by)];
      return [{ zh: `起因：${what.zh}${who ? `（${who.zh}）` : ''}`, en: `Because ${what.en}${who ? ` (${who.en})` : ''}`, program: [cause.input, cause.commandId, cause.by].filter(Boolean).join(' ') }];
    }
    default:
      return assertNever(cause);
  }
}

/** Accounts go by name elsewhere (escalation.ts); here their kind is enough. */
const actorWords = (actor: string): Phrase => (actor === 'patient' || actor === 'family' ? roleWords(actor) : actor === 'system' ? { zh: '系统', en: 'the system' } : actor === 'import' ? { zh: '导入的出院记录', en: 'an imported discharge' } : { zh: '工作人员', en: 'staff' });

type Evaluated = Extract<EpisodeEvent, { type: 'RulesEvaluated' }>;

/** Every rule that was looked at with the same input: what fired, what did not, and what could not be decided. */
export function verdictLines(trace: Trace, row: JournalRow): Line[] {
  return row.events.filter((event): event is Evaluated => event.type === 'RulesEvaluated').flatMap(({ fired, rejected, undecided }) => [
    ...fired.map((verdict) => line(trace, verdict, { zh: '成立', en: 'fired' })),
    ...rejected.map((verdict) => line(trace, verdict, { zh: '不成立', en: 'not true' })),
    ...undecided.map((verdict) => line(trace, verdict, { zh: '资料不足', en: 'insufficient data' })),
  ]);
}

export function line(trace: Trace, { rule, case: index, inputs, missing }: RuleVerdict, word: Phrase): Line {
  const cases = trace.plan.rules.find(({ id }) => id === rule)?.cases ?? [];
  const when = (index === null ? undefined : cases[index]?.when) ?? (cases.length === 1 ? cases[0]?.when : { op: 'or' as const, of: cases.map((of) => of.when) }) ?? null;
  const said = valueWords(trace, inputs, when);
  const lacks = missing.length === 0 ? both('') : { zh: `；缺 ${missing.map((name) => sayInput(name, when, trace.wording.zh.spoken)).join('、')}`, en: `; missing ${missing.map((name) => sayInput(name, when, trace.wording.en.spoken)).join(', ')}` };
  return { zh: `${rule} ${word.zh}：${said.zh}${lacks.zh}`, en: `${rule} ${word.en}: ${said.en}${lacks.en}`, program: program(inputs, trace.reveal) };
}

/** A patient's own numbers among the values: which they were, who gave them, and the default beside them. */
function personalLines(trace: Trace, inputs: Values, at: Instant): Line[] {
  return Object.keys(inputs).filter((path) => path.startsWith('p.')).flatMap((path): Line[] => {
    const name = path.slice('p.'.length);
    const parameter = trace.plan.personal?.[name];
    if (!parameter) return [];
    const label = inWords(trace, ({ pathLabel }) => pathLabel(path));
    const said = (values: readonly string[] | null): Phrase => inWords(trace, ({ spoken: { language } }) => (values === null ? '—' : trace.reveal ? `${values.join(', ')}${sayUnit(parameter.unit, language)}` : hidden));
    const usual = parameter.value === null ? { zh: '无默认值', en: 'no default' }
      : { zh: `默认 ${parameter.value.join(', ')}${sayUnit(parameter.unit, 'zh-CN')}（${saySource(parameter.source, 'zh-CN')}）`, en: `default ${parameter.value.join(', ')}${sayUnit(parameter.unit, 'en')} (${saySource(parameter.source, 'en')})` };
    const last = givenBefore(trace, name, at);
    if (last === null) return [{ zh: `个人数值“${label.zh}”：未单独设定，${usual.zh}`, en: `Personal number "${label.en}": not given, ${usual.en}`, program: name }];
    const [value, who] = [said(last.value === null ? null : [last.value].flat()), actorWords(last.by)];
    return [{ zh: `个人数值“${label.zh}”：${value.zh}，${trace.time(last.at)} 由${who.zh}设定；${usual.zh}`, en: `Personal number "${label.en}": ${value.en}, given by ${who.en} at ${trace.time(last.at)}; ${usual.en}`, program: `${name} by ${last.by}` }];
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
