/** A compiled condition in a reader's words: “伤口有脓”为“是”, instead of `wound.pus == true`. */
import type { Expr } from '../engine/plan.js';
import type { AnswerValue } from '../engine/inputs.js';
import { assertNever, type Decimal } from '../engine/vocabulary.js';

/** What the wording of a published version has to know. */
export type ConditionWords = {
  language: 'zh-CN' | 'en';
  pathLabel(path: string): string;
  answer(path: string, value: AnswerValue): string;
  /** null: no such parameter. */
  unitOfParameter(name: string): string | null;
};

/** Facts about the patient and the calendar that conditions may ask for; the rest are questions and readings with labels of their own. */
const facts: Record<string, readonly [zh: string, en: string]> = {
  day: ['出院后天数', 'days since the main date'], week: ['主日期起满周数', 'completed weeks since the main date'], 'patient.age': ['年龄', 'age'], 'patient.anticoagulant': ['正在服用抗凝药', 'takes an anticoagulant'], 'patient.antiplatelet': ['正在服用抗血小板药', 'takes an antiplatelet'],
  'patient.pregnant': ['孕期', 'pregnant'], 'patient.implant': ['有植入物', 'has an implant'], 'patient.livesAlone': ['独居', 'lives alone'], 'patient.diabetes': ['糖尿病', 'has diabetes'], 'patient.hasFamilyContact': ['有家属联系人', 'has a family contact'],
};

const signs = { eq: ['为', 'is'], ne: ['不为', 'is not'], lt: ['低于', 'below'], le: ['不高于', 'at most'], gt: ['高于', 'above'], ge: ['达到或高于', 'at or above'], add: ['加', 'plus'], sub: ['减', 'minus'], mul: ['乘', 'times'] } as const;

export function sayCondition(expr: Expr, words: ConditionWords): string {
  const pick = ([zh, en]: readonly [string, string]): string => (words.language === 'en' ? en : zh);
  const label = (path: string): string => {
    const fact = facts[path];
    return fact ? pick(fact) : pick([`“${words.pathLabel(path)}”`, `"${words.pathLabel(path)}"`]);
  };
  const number = (value: Decimal, name: string | undefined): string => {
    const unit = name === undefined ? null : words.unitOfParameter(name);
    return unit === null ? value : `${value} ${unit}`;
  };
  const joined = (of: readonly Expr[], by: readonly [string, string]): string => of.map((part) => (part.op === 'and' || part.op === 'or' ? pick([`（${say(part)}）`, `(${say(part)})`]) : say(part))).join(pick(by));
  /** A written option is said as the question that is compared with it says it. */
  const beside = (value: Expr, other: Expr): string => (value.op === 'text' && other.op === 'path' ? words.answer(other.path, value.value) : say(value));

  function say(of: Expr): string {
    switch (of.op) {
      case 'num': return number(of.value, of.name);
      case 'text': return of.value;
      case 'bool': return pick(of.value ? ['是', 'yes'] : ['否', 'no']);
      case 'path': return label(of.path);
      case 'not': return pick([`不是：${say(of.of)}`, `not: ${say(of.of)}`]);
      case 'and': return joined(of.of, ['，且', ' and ']);
      case 'or': return joined(of.of, ['，或', ' or ']);
      case 'list': return of.of.map(say).join(pick(['、', ', ']));
      case 'in': {
        const [item, list] = [beside(of.left, of.right), say(of.right)];
        return of.right.op === 'list' ? pick([`${say(of.left)}为以下之一：${list}`, `${say(of.left)} is one of ${list}`]) : pick([`${list}包含“${item}”`, `${list} includes "${item}"`]);
      }
      case 'eq': case 'ne': case 'lt': case 'le': case 'gt': case 'ge': case 'add': case 'sub': case 'mul':
        return pick([`${beside(of.left, of.right)}${signs[of.op][0]}${beside(of.right, of.left)}`, `${beside(of.left, of.right)} ${signs[of.op][1]} ${beside(of.right, of.left)}`]);
      case 'rank': return pick([`${say(of.of)}的级别（从 0 起）`, `the rank of ${say(of.of)} (from 0)`]);
      case 'call': return call(of);
      default: return assertNever(of);
    }
  }

  function call({ fn, path, args }: Extract<Expr, { op: 'call' }>): string {
    const of = label(path);
    const [a = '', b = '', c = ''] = args.map((arg) => (arg.op === 'num' ? arg.value : say(arg)));
    switch (fn) {
      case 'previous': return pick([`上一次${of}`, `the ${of} before`]);
      case 'baseline': return pick([`${of}基线`, `baseline of ${of}`]);
      case 'latest': return pick([`${a} 小时内最近的${of}`, `the newest ${of} within ${a} h`]);
      case 'lowest': return pick([`此前 ${a} 天内最低的${of}`, `the lowest ${of} of the ${a} days before`]);
      case 'highest': return pick([`此前 ${a} 天内最高的${of}`, `the highest ${of} of the ${a} days before`]);
      case 'mean': return pick([`此前 ${a} 天${of}的平均`, `the mean ${of} of the ${a} days before`]);
      case 'meanOf': return pick([`连同本次 ${a} 天${of}的平均`, `the mean ${of} of ${a} days, this one included`]);
      case 'countAtLeast': return pick([`${b} 小时内、相隔至少 ${c} 小时、不低于 ${a} 的${of}次数`, `how often ${of} was at least ${a} within ${b} h, ${c} h apart`]);
      case 'count': return pick([`${a} 天内${of}的次数（含本次）`, `how many values of ${of} there are within ${a} days, this one included`]);
      case 'median': return pick([`最初 ${a} 天${of}的中位数`, `the median ${of} of the first ${a} days`]);
      case 'inARow': return pick([`${of}连续高于 ${a} 的次数（含本次）`, `how many times in a row ${of} was above ${a}, this one included`]);
      case 'rises': return pick([`${of}连续上升的次数`, `how many times in a row ${of} rose`]);
      case 'deviceGap': return pick([`${a} 小时内不同设备所测${of}的最大差值`, `the largest difference of ${of} between two devices within ${a} h`]);
      case 'given': return pick([`已知${of}`, `${of} is known`]);
      default: return assertNever(fn);
    }
  }
  return say(expr);
}
