/** Everything a story for a package may say, as text: for whoever writes one without reading YAML or code. */
import type { Form, Plan, Question, Schedule, Step } from '../engine/plan.js';

export function describePlan(plan: Plan): string {
  const flags = [...new Set(plan.rules.flatMap(({ cases }) => [...JSON.stringify(cases).matchAll(/"patient\.([A-Za-z]+)"/g)].map(([, name]) => name ?? '')))].filter((name) => name !== 'age');
  return [
    `${plan.id}@${plan.version}`,
    '', `anchors   ${Object.entries(plan.anchors).map(([name, need]) => `${name} (${need})`).join(', ')}; days count from ${plan.mainAnchor}; zone ${plan.zone}`,
    `flags     ${flags.join(', ') || 'none'}`,
    '', 'Steps', ...plan.steps.map((step) => `  ${step.id.padEnd(22)} ${step.kind.padEnd(8)} ${when(step.schedule)}${asks(step)}${step.phase === 'follow-up' ? ' [follow-up phase]' : ''}`),
    '', 'Forms (* must be answered when it is asked)', ...Object.values(plan.forms).flatMap(describeForm),
    ...(Object.keys(plan.readings).length === 0 ? [] : ['', 'Readings', ...Object.values(plan.readings).map(({ id, components }) =>
      `  ${id.padEnd(22)} ${Object.entries(components).map(([name, { unit, min, max }]) => `${name} ${min} to ${max} ${unit}`).join(', ')}`)]),
    '', 'Rules', ...plan.rules.map((rule) => `  ${rule.id.padEnd(10)} ${rule.silence ? `${rule.silence.step} missed ${rule.silence.misses} times in a row` : rule.inputs.join(', ')}`
      + ` -> ${[...new Set(rule.cases.map(({ level, start }) => [level?.toUpperCase() ?? 'no case', ...start].join(' + ')))].join(' | ')}`),
  ].join('\n');
}

function when(schedule: Schedule): string {
  switch (schedule.kind) {
    case 'offsets':
      return `${schedule.unit} ${schedule.offsets.join(', ')} after ${schedule.anchor} at ${schedule.at}`;
    case 'repeat':
      return `every ${schedule.everyDays === 1 ? 'day' : `${schedule.everyDays} days`} from day ${schedule.fromDay} to ${schedule.untilDay} after ${schedule.anchor} at ${schedule.times.join(', ')}`;
    case 'onRequest':
      return `when somebody asks for it, at most ${schedule.most} times until day ${schedule.untilDay} after ${schedule.anchor}`;
    case 'after':
      return schedule.firstDay === undefined ? `${schedule.days.join(', ')} days after each ${schedule.step} done, at ${schedule.at}`
        : `first on day ${schedule.firstDay} after ${schedule.anchor}, then ${schedule.days.join(', ')} days after the one done, at ${schedule.at}${schedule.untilDay === undefined ? '' : `, until day ${schedule.untilDay}`}`;
    case 'triggered':
      return `started by a rule or a person, ${schedule.afterHours} h later${schedule.at === undefined ? '' : ` at ${schedule.at}`}`;
  }
}

function asks(step: Step): string {
  switch (step.kind) {
    case 'visit': return `${step.place === 'home' ? ' at home' : ` (${step.place})`}${step.record.length > 0 ? `; record ${step.record.join(', ')}` : ''}`;
    case 'form': return `; asks ${step.forms.join(', ')}; closes after ${step.closesAfterHours} h`;
    case 'call': return `${step.forms.length > 0 ? `; asks ${step.forms.join(', ')}` : ''}; within ${step.withinHours} h`;
    case 'reading': return `; ${step.reading}`;
    case 'message': return `${step.tick ? '; waits for a tick' : ''}${step.advises === undefined ? '' : `; advises ${step.advises.topic}: ${step.advises.value}`}`;
    case 'task': return ` for the ${step.by}${step.forms.length > 0 ? `; fills in ${step.forms.join(', ')}` : ''}; ${'byTime' in step.deadline ? `by ${step.deadline.byTime}` : `within ${step.deadline.withinHours} h`}`;
  }
}

const describeForm = (form: Form): string[] => [
  `  ${form.id}${form.instrument === undefined ? '' : ` (scored: ${form.instrument})`}`,
  ...form.questions.map((question) => `    ${`${question.id}${question.required ? '*' : ''}`.padEnd(20)} ${allowed(question)}${question.askWhen === undefined ? '' : ' (only asked when it matters)'}`),
];

function allowed(question: Question): string {
  switch (question.type) {
    case 'boolean': return 'true, false';
    case 'choice': return question.options.join(', ');
    case 'multi': return `list of ${question.options.join(', ')}`;
    case 'number': return `"${question.min}" to "${question.max}" ${question.unit}, ${question.decimals} decimals`;
    case 'photo': return 'id of a photo';
    case 'text': return 'text';
  }
}
