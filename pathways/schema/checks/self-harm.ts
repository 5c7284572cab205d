/** An answer that speaks of self-harm brings a person's voice and never a text, least of all the emergency text. No package is sold without that. */
import { crisisCounsellor, isCrisis } from '../../engine/escalation/crisis.js';
import { truth, type Scope } from '../../engine/expression.js';
import type { Form, Rule, RuleCase } from '../../engine/plan.js';
import { selfHarmAnswers } from '../../instruments/self-harm.js';
import type { Context } from '../build/context.js';
import type { BuiltRule } from '../build/rules.js';
import { licenceOf } from '../licences.js';
import { within, type Place } from '../source/place.js';

const caller = crisisCounsellor;
const speaks = (of: RuleCase): boolean => of.level === 'red' && isCrisis(of);

/** `asked`: forms that some step asks. */
export function checkSelfHarm(rules: readonly BuiltRule[], forms: Readonly<Record<string, Form>>, asked: ReadonlySet<string>, context: Context): void {
  for (const { rule, place } of rules)
    rule.cases.forEach((of, index) => {
      if (of.to?.includes(caller) !== true || speaks(of)) return;
      context.report.error(within(place, 'cases', index), `case ${index + 1} of rule ${rule.id} alerts the crisis counsellor, but not as self-harm must: RED, that person first, nothing by text`, `write \`level: red\`, \`to: [${caller}, ...]\` and \`patientText: null\``);
    });
  for (const form of Object.values(forms)) {
    const place = context.draft.forms.get(form.id)?.place;
    if (place && asked.has(form.id)) checkForm(form, rules, place, context);
  }
}

function checkForm(form: Form, rules: readonly BuiltRule[], place: Place, context: Context): void {
  for (const [instrument, { question, answers }] of Object.entries(selfHarmAnswers)) {
    if (form.instrument !== instrument && licenceOf(form.id) !== licenceOf(instrument)) continue;
    const found = form.questions.find(({ id }) => id === question);
    if (!found) {
      // Only the total is kept; what was answered to that item has to be asked beside it.
      if (!rules.some(({ rule }) => rule.cases.some((of) => speaks(of) && !rule.inputs.every((path) => path.startsWith('phq9.'))))) {
        context.report.error(place, `form \`${form.id}\` keeps a total of ${instrument}, and nothing asks about its item on self-harm (${question})`, `ask in a form beside it whether that item was above 0, with a rule: RED, \`to: [${caller}, ...]\`, \`patientText: null\``);
      }
      continue;
    }
    for (const answer of answers) {
      if (rules.some(({ rule }) => speaksTo(rule, `${form.id}.${question}`, answer))) continue;
      context.report.error(within(place, 'questions', question), `the answer "${answer}" to \`${form.id}.${question}\` speaks of self-harm, and no rule brings a person's call for it`, `add a rule on that answer alone: RED, \`to: [${caller}, ...]\`, \`patientText: null\``);
    }
  }
}

/** On this answer alone, whatever else is not known. */
function speaksTo(rule: Rule, path: string, answer: string): boolean {
  const scope: Scope = { at: '2000-01-01T00:00:00.000Z', date: '2000-01-01', earlier: () => [], current: (of) => (of === path ? answer : undefined) };
  const decides = rule.cases.find(({ when }) => truth(when, scope) === true);
  return decides !== undefined && speaks(decides);
}
