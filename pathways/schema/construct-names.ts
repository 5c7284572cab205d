/** What the language can say, read off the schema itself: every name here has one documented example (`examples/<name>.yaml`). */
import { z } from 'zod';
import { choiceFunctions, exprFunctions } from '../engine/plan.js';
import { conventions } from './constructs/conventions.js';
import { FormText, QuestionText } from './constructs/form.js';
import { LevelText } from './constructs/level.js';
import { AdvisesText } from './constructs/message.js';
import { PackageText } from './constructs/package.js';
import { Parameter, Personal } from './constructs/parameter.js';
import { Answering, EmbedsText, Goal, Loss, Pathway, Reward } from './constructs/pathway.js';
import { Reading } from './constructs/reading.js';
import { Confirm, Persist, RuleCaseText, RuleText, Silence } from './constructs/rule.js';
import { After, OnRequest, Repeat, ScheduleText, Triggered } from './constructs/schedule.js';
import { StepText } from './constructs/step.js';

export type ConstructGroup = { title: string; says: string; names: string[] };

/** Keys that are only names, numbers or containers of constructs. */
const plain = ['pathway', 'version', 'zone', 'mainAnchor', 'steps', 'forms', 'readings', 'rules', 'anchor', 'at', 'source', 'title', 'questions', 'components', 'sessionMinutes'];
const constructs = (keys: string[]): string[] => keys.filter((key) => !plain.includes(key));

export const constructGroups = (): ConstructGroup[] => [
  { title: 'The pathway', says: 'One file per version: `<package>/v<version>.yaml`, its wording in `texts.<language>.yaml` or `v<version>.texts.<language>.yaml` beside it.', names: [...constructs(Object.keys(Pathway.shape)).filter((key) => !(key in conventions)), 'personal'] },
  { title: 'Steps', says: 'What happens, `steps: { <id>: { kind: ... } }`.', names: [...StepText.options.map((option) => option.shape.kind.value), 'advises'] },
  { title: 'When a step happens', says: '`schedule:` says it in exactly one of these ways; `past` and `holidays` say more about it.', names: [...constructs(Object.keys(ScheduleText.shape)).filter((key) => key !== 'past'), 'past', 'holidays', 'badge'] },
  { title: 'Forms and questions', says: '`forms: { <id>: { title, questions } }`. An answer is read as `form.question`.', names: [...QuestionText.options.map((option) => `question-${option.shape.type.value}`), 'askWhen', ...constructs(Object.keys(FormText.shape))] },
  { title: 'Readings', says: '`readings: { <id>: { components, combine } }`. A value is read as `reading.component`. `combine` says which values count:', names: [...Reading.shape.combine.options] },
  { title: 'Rules', says: '`rules: { <PREFIX-n>: { source, cases } }`: from answers and readings to people.', names: constructs(Object.keys(RuleText.shape)) },
  { title: 'Conventions', says: 'Shared by all packages of a hospital, usually in the `conventions` fragment; a pathway may replace one whole.', names: Object.keys(conventions) },
  { title: 'Expressions', says: 'Conditions are written in CEL: `== != < <= > >=`, `&& || !`, `in`, `+ - *`, and the functions below. A missing value makes a comparison missing, never true or false; only a true condition fires. Decimals are exact.', names: [...exprFunctions, ...choiceFunctions] },
];

export const constructNames = (): string[] => constructGroups().flatMap(({ names }) => names);

/** `askWhen` -> `ask-when`, functions `fn-previous`: the file name of an example. */
export const exampleFile = (name: string): string =>
  ([...exprFunctions, ...choiceFunctions] as readonly string[]).includes(name) ? `fn-${name}.yaml` : `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.yaml`;

const fieldSchemas: Record<string, z.ZodType> = {
  advises: AdvisesText, answering: Answering, embeds: EmbedsText, goal: Goal, loss: Loss, rewards: Reward, package: PackageText, parameters: Parameter, personal: Personal, after: After, onRequest: OnRequest, repeat: Repeat, triggered: Triggered, cases: RuleCaseText, silence: Silence, persist: Persist, confirm: Confirm, levels: LevelText,
  ...Object.fromEntries(StepText.options.map((option) => [option.shape.kind.value, option])),
  ...Object.fromEntries(QuestionText.options.map((option) => [`question-${option.shape.type.value}`, option])),
  ...Object.fromEntries((['yellows', 'unanswered', 'calls', 'quietHours', 'texts'] as const).map((key) => [key, conventions[key]])),
};

export type Field = { name: string; required: boolean; says: string };

/** The keys of a construct, for its table. */
export function fieldsOf(name: string): Field[] {
  const schema = fieldSchemas[name];
  if (!schema) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' }) as { properties?: Record<string, JsonField>; required?: string[] };
  return Object.entries(properties).map(([key, field]) => ({ name: key, required: required.includes(key), says: words(field) }));
}

type JsonField = { description?: string; type?: string; const?: unknown; enum?: unknown[]; default?: unknown; anyOf?: JsonField[]; items?: JsonField };

function words(field: JsonField): string {
  const choices = (field.enum ?? field.anyOf?.find((one) => one.enum)?.enum ?? field.items?.enum ?? []).map((one) => `\`${String(one)}\``).join(', ');
  const parts = [
    field.const !== undefined ? `\`${String(field.const)}\`` : '',
    field.description ?? '',
    choices,
    field.default === undefined || JSON.stringify(field.default) === '[]' ? '' : `default \`${JSON.stringify(field.default).replaceAll('"', '')}\``,
  ];
  return parts.filter((part) => part !== '').join('; ');
}
