/** A rule's condition as a clinician reads it: question wording, option labels, numbers with their unit, in Chinese or English. */
import { exprFunctions, type Expr, type ExprFunction, type Plan } from '../engine/plan.js';
import { assertNever } from '../engine/vocabulary.js';
import type { Language, Meta } from '../schema/definition.js';

export type Wording = { plan: Plan; meta: Meta; /** The version's texts in `language`. */ texts: Readonly<Record<string, string>>; language: Language };
/** A number or word that a condition compares with, as its author named it. */
export type NamedNumber = { name: string; value: string; unit: string; source: string };

export function sayCondition(expr: Expr, wording: Wording): string {
  const { language } = wording;
  const zh = language === 'zh-CN';
  switch (expr.op) {
    case 'num':
    case 'text':
    case 'bool':
    case 'path':
    case 'list':
    case 'rank':
    case 'call':
    case 'add':
    case 'sub':
    case 'mul':
      return sayTerm(expr, wording, null);
    case 'not':
      return zh ? `并非（${sayCondition(expr.of, wording)}）` : `not (${sayCondition(expr.of, wording)})`;
    case 'and':
    case 'or':
      return merged(expr).map((part) => (part.op === 'and' || part.op === 'or' ? (zh ? `（${sayCondition(part, wording)}）` : `(${sayCondition(part, wording)})`) : sayCondition(part, wording)))
        .join(expr.op === 'and' ? (zh ? '，且' : ', and ') : zh ? '，或' : ', or ');
    case 'in':
      return sayIn(expr.left, expr.right, wording);
    case 'eq':
    case 'ne':
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge':
      return sayComparison(expr.op, expr.left, expr.right, wording);
    default:
      return assertNever(expr);
  }
}

/** Every parameter that a condition names, in reading order, each once. */
export function numbersIn(expr: Expr, plan: Plan): NamedNumber[] {
  const names = new Set<string>();
  const walk = (one: Expr): void => {
    if ((one.op === 'num' || one.op === 'text') && one.name !== undefined) names.add(one.name);
    if (one.op === 'path' && one.path.startsWith('p.')) names.add(one.path.slice(2));
    for (const part of partsOf(one)) walk(part);
  };
  walk(expr);
  return [...names].flatMap((name) => {
    const found = plan.parameters[name];
    // A personal number without a default has no value of the package's own.
    return found ? [{ name, ...found, value: found.value === '' ? '—' : found.value }] : [];
  });
}

function partsOf(expr: Expr): readonly Expr[] {
  if ('left' in expr) return [expr.left, expr.right];
  if (expr.op === 'not' || expr.op === 'rank') return [expr.of];
  if (expr.op === 'and' || expr.op === 'or' || expr.op === 'list') return expr.of;
  return expr.op === 'call' ? expr.args : [];
}

type Comparison = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge';
const signs: Record<Comparison, readonly [zh: string, en: string]> = {
  eq: ['为', 'is'], ne: ['不为', 'is not'], lt: ['低于', 'is below'], le: ['不高于', 'is at most'], gt: ['高于', 'is above'], ge: ['达到或高于', 'is at least'],
};

function sayComparison(op: Comparison, left: Expr, right: Expr, wording: Wording): string {
  const zh = wording.language === 'zh-CN';
  const [a, b] = [sayTerm(left, wording, right), sayTerm(right, wording, left)];
  const sign = signs[op][zh ? 0 : 1];
  return zh ? `${a}${sign}${b}` : `${a} ${sign} ${b}`;
}

/** `'a' in signs || 'b' in signs` names the question once: it becomes one `in` whose left side is a list. */
function merged(expr: Extract<Expr, { op: 'and' | 'or' }>): Expr[] {
  if (expr.op === 'and') return expr.of;
  const parts: Expr[] = [];
  for (const part of expr.of) {
    const last = parts.at(-1);
    const one = includes(part);
    const before = last ? includes(last) : null;
    if (one && before && one.path === before.path) parts[parts.length - 1] = { op: 'in', left: { op: 'list', of: [...before.options, ...one.options] }, right: { op: 'path', path: one.path } };
    else parts.push(part);
  }
  return parts;
}

const includes = (expr: Expr): { path: string; options: Expr[] } | null =>
  expr.op === 'in' && expr.right.op === 'path' ? { path: expr.right.path, options: expr.left.op === 'list' ? expr.left.of : [expr.left] } : null;

/** `x in ['a', 'b']`, and `'a' in multiChoice`. */
function sayIn(left: Expr, right: Expr, wording: Wording): string {
  const zh = wording.language === 'zh-CN';
  if (right.op === 'list') {
    const options = right.of.map((one) => sayTerm(one, wording, left)).join(zh ? '、' : ' or ');
    return zh ? `${sayTerm(left, wording, null)}为${options}` : `${sayTerm(left, wording, null)} is ${options}`;
  }
  const several = left.op === 'list' && left.of.length > 1;
  const options = left.op === 'list' ? left.of.map((one) => sayTerm(one, wording, right)).join(zh ? '、' : ' or ') : sayTerm(left, wording, right);
  return zh ? `${sayTerm(right, wording, null)}包括${several ? '以下任一：' : ''}${options}` : `${sayTerm(right, wording, null)} includes ${several ? 'any of ' : ''}${options}`;
}

/** `beside`: what the term is compared with; an option is named by the question it belongs to. */
function sayTerm(expr: Expr, wording: Wording, beside: Expr | null): string {
  const { language, plan } = wording;
  const zh = language === 'zh-CN';
  switch (expr.op) {
    case 'num': {
      const unit = expr.name === undefined ? '' : (plan.parameters[expr.name]?.unit ?? '');
      return unit === '' ? expr.value : zh ? `${expr.value}${sayUnit(unit, 'zh-CN')}` : `${expr.value} ${unit}`;
    }
    case 'text':
      return zh ? `“${optionOf(expr.value, beside, wording)}”` : `"${optionOf(expr.value, beside, wording)}"`;
    case 'bool':
      return expr.value ? (zh ? '是' : 'yes') : zh ? '否' : 'no';
    case 'path':
      return sayPath(expr.path, wording);
    case 'list':
      return expr.of.map((one) => sayTerm(one, wording, beside)).join(zh ? '、' : ', ');
    case 'add':
    case 'sub':
    case 'mul':
      return `${sayTerm(expr.left, wording, null)} ${{ add: '+', sub: '−', mul: '×' }[expr.op]} ${sayTerm(expr.right, wording, null)}`;
    case 'rank': {
      const of = sayTerm(expr.of, wording, beside);
      return zh ? `${of}的级别（从 0 起）` : `the rank of ${of} (from 0)`;
    }
    case 'call':
      return calls[expr.fn][zh ? 0 : 1](sayPath(expr.path, wording), expr.args.map((arg) => sayTerm(arg, wording, null)));
    default:
      return `(${sayCondition(expr, wording)})`;
  }
}

/** Units are written in English in the files; what is no symbol is said in the reader's language. */
export const sayUnit = (unit: string, language: Language): string => (language === 'zh-CN' ? (units[unit] ?? ` ${unit}`) : unit === 'ratio' ? '' : ` ${unit}`);
const units: Readonly<Record<string, string>> = {
  times: '次', points: '分', doses: '次', day: '天', days: '天', h: '小时', hour: '小时', hours: '小时', min: '分钟', minute: '分钟', minutes: '分钟', s: '秒', month: '个月', visits: '次', packages: '项', years: '岁', 'local time': '', steps: '步', stairs: '级', degrees: '度', 'breaths/min': '次/分', '/min': '次/分', NRS: '分（NRS）', attempts: '次', leaks: '次', puffs: '喷',
  grade: '级', class: '级', dressings: '块', records: '条记录', rules: '条规则', 'SMS per day': '条短信/天', cycles: '个疗程', stools: '次', medicines: '种', badges: '枚', week: '周', 'per hour': '次/小时', ratio: '',
};

function optionOf(value: string, beside: Expr | null, { meta, texts }: Wording): string {
  const path = beside?.op === 'path' || beside?.op === 'call' ? beside.path : '';
  const [form = '', question = ''] = path.split('.');
  const key = meta.forms[form]?.questions[question]?.options[value];
  return (typeof key === 'string' ? texts[key] : undefined) ?? value;
}

const flags: Readonly<Record<string, readonly [string, string]>> = {
  age: ['患者年龄', 'age'], day: ['第几天', 'day'], week: ['满几周', 'completed weeks'], anticoagulant: ['正在抗凝治疗', 'on an anticoagulant'], antiplatelet: ['正在服抗血小板药', 'on an antiplatelet'], pregnant: ['孕期', 'pregnant'], implant: ['有植入物', 'has an implant'],
  livesAlone: ['独居', 'lives alone'], diabetes: ['糖尿病', 'diabetes'], nothingByMouth: ['不能经口进食', 'takes nothing by mouth'], hasFamilyContact: ['有家属联系人', 'has a family contact'],
};

function sayPath(path: string, { plan, meta, texts, language }: Wording): string {
  const zh = language === 'zh-CN';
  const [owner = '', item = ''] = path.split('.');
  if (owner === 'patient') return flags[item]?.[zh ? 0 : 1] ?? (zh ? `患者情况 ${item}` : `patient fact ${item}`);
  if (owner === 'p') return sayPersonal(plan.personal?.[item]?.text, item, { texts, zh });
  if (item === '') return flags[owner]?.[zh ? 0 : 1] ?? path;
  const form = meta.forms[owner];
  const title = form ? (texts[form.title] ?? owner) : '';
  if (form && item === 'score') return zh ? `“${title}”得分` : `score of "${title}"`;
  const question = form?.questions[item]?.text;
  const reading = meta.readings[owner];
  const label = typeof question === 'string' ? texts[question] : reading ? readingLabel(reading, [owner, item], { texts, zh }) : undefined;
  return label === undefined ? path : zh ? `“${label}”` : `"${label}"`;
}

const sayPersonal = (key: string | undefined, name: string, { texts, zh }: { texts: Wording['texts']; zh: boolean }): string => {
  const said = key === undefined ? name : (texts[key] ?? name);
  return zh ? `该患者的“${said}”` : `this patient's "${said}"`;
};

/** The reading's own wording; most are measured by devices and shown nowhere else, so they have none. */
function readingLabel({ title, components }: Meta['readings'][string], [reading, component]: [string, string], { texts, zh }: { texts: Wording['texts']; zh: boolean }): string {
  const own = [title, components[component]?.label ?? null].flatMap((key) => (key === null ? [] : [texts[key] ?? key]));
  if (own.length > 0) return [...new Set(own)].join(' ');
  return measures[component]?.[zh ? 0 : 1] ?? measures[reading]?.[zh ? 0 : 1] ?? apart(`${reading} ${component}`);
}

const measures: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  systolic: ['收缩压', 'systolic pressure'], diastolic: ['舒张压', 'diastolic pressure'], pulse: ['脉搏', 'pulse'], spo2: ['血氧饱和度', 'oxygen saturation'],
  weight: ['体重', 'weight'], temperature: ['体温', 'temperature'], glucose: ['血糖', 'blood glucose'], steps: ['步数', 'steps'],
};
const apart = (id: string): string => id.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);

type Saying = (of: string, args: readonly string[]) => string;
const calls: Record<ExprFunction, readonly [zh: Saying, en: Saying]> = {
  previous: [(of) => `上一次的${of}`, (of) => `the previous ${of}`],
  baseline: [(of) => `${of}的基线`, (of) => `the baseline of ${of}`],
  latest: [(of, [hours]) => `${hours ?? ''}内最近的${of}`, (of, [hours]) => `the latest ${of} within ${hours ?? ''}`],
  lowest: [(of, [days]) => `过去${days ?? ''}内${of}的最低值`, (of, [days]) => `the lowest ${of} of the past ${days ?? ''}`],
  highest: [(of, [days]) => `过去${days ?? ''}内${of}的最高值`, (of, [days]) => `the highest ${of} of the past ${days ?? ''}`],
  mean: [(of, [days]) => `过去${days ?? ''}内${of}的平均值`, (of, [days]) => `the mean of ${of} over the past ${days ?? ''}`],
  meanOf: [(of, [days]) => `${days ?? ''}内${of}的平均值（含本次）`, (of, [days]) => `the mean of ${of} over ${days ?? ''}, this one included`],
  countAtLeast: [
    (of, [threshold, within, apart]) => `${within ?? ''}内${of}达到${threshold ?? ''}的次数（相隔至少${apart ?? ''}）`,
    (of, [threshold, within, apart]) => `how often ${of} reached ${threshold ?? ''} within ${within ?? ''}, at least ${apart ?? ''} apart`,
  ],
  given: [(of) => `已知${of}`, (of) => `${of} is known`],
  count: [(of, [days]) => `${days ?? ''}内${of}的次数（含本次）`, (of, [days]) => `how many values of ${of} there are within ${days ?? ''}, this one included`],
  median: [(of, [days]) => `最初${days ?? ''}${of}的中位数`, (of, [days]) => `the median of ${of} over the first ${days ?? ''}`],
  inARow: [(of, [threshold]) => `${of}连续高于${threshold ?? ''}的次数（含本次）`, (of, [threshold]) => `how many times in a row ${of} was above ${threshold ?? ''}, this one included`],
  rises: [(of) => `${of}连续上升的次数`, (of) => `how many times in a row ${of} rose`],
  deviceGap: [(of, [hours]) => `${hours ?? ''}内不同设备所测${of}的最大差值`, (of, [hours]) => `the largest difference of ${of} between two devices within ${hours ?? ''}`],
  alone: [(of, [hours]) => `${hours ?? ''}内最近一次单独的${of}`, (of, [hours]) => `the last single ${of} within ${hours ?? ''}`],
};

/** A value as a verdict names it, `core.pain` or `latest(vitals.temperature, 48)`, in words; with the units that the condition gives the numbers. */
export function sayInput(name: string, when: Expr | null, wording: Wording): string {
  const [, fn, path, rest] = /^(\w+)\(([^,)]+)(?:, (.*))?\)$/.exec(name) ?? [];
  const known = exprFunctions.find((one) => one === fn);
  if (known === undefined || path === undefined) return sayPath(name, wording);
  const args = (rest === undefined ? [] : rest.split(', ')).map((value): Expr => ({ op: 'num', value }));
  return sayTerm((when ? callIn(when, known, path) : null) ?? { op: 'call', fn: known, path, args }, wording, null);
}

/** Of a value as a verdict names it: the question or reading that it is about. */
export const pathOfInput = (name: string): string => /^\w+\(([^,)]+)/.exec(name)?.[1] ?? name;
/** Values that count something instead of measuring it. */
export const isCounted = (name: string): boolean => /^(count|countAtLeast|inARow|rises)\(/.test(name);

function callIn(expr: Expr, fn: ExprFunction, path: string): Expr | null {
  if (expr.op === 'call' && expr.fn === fn && expr.path === path) return expr;
  for (const part of partsOf(expr)) {
    const found = callIn(part, fn, path);
    if (found) return found;
  }
  return null;
}
