import type { FormText } from '../constructs/form.js';
import type { FormMeta, Meta } from '../definition.js';
import { within } from '../source/place.js';
import type { Context } from './context.js';
import { optionKey } from './forms.js';

export function buildMeta(context: Context): Meta {
  const { draft, parameters, texts } = context;
  const place = within(draft.place, 'package');
  const text = draft.header.package;
  if (text) {
    texts.shown(text.title, within(place, 'title'));
    texts.shown(text.summary, within(place, 'summary'));
  }
  return {
    title: text?.title ?? '',
    summary: text?.summary ?? '',
    price: text?.price ?? null,
    units: (text?.units ?? []).map(({ service, count }, index) => ({ service, count: parameters.number(count, within(place, 'units', index, 'count'), 'count') })),
    parameters: Object.fromEntries(parameters.names().flatMap((name) => {
      const found = parameters.look(name);
      return found ? [[name, { value: found.list ? found.values : (found.values[0] ?? ''), unit: found.unit, source: found.source }]] : [];
    })),
    forms: Object.fromEntries(draft.forms.all.map(({ id, text: form }) => [id, formMeta(form)])),
    readings: Object.fromEntries(draft.readings.all.map(({ id, text: reading }) => [id, {
      title: reading.title ?? null,
      components: Object.fromEntries(Object.entries(reading.components).map(([name, { label }]) => [name, { label: label ?? null }])),
    }])),
    uses: draft.header.uses ?? [],
  };
}

const formMeta = ({ title, instrument, questions }: FormText): FormMeta => ({
  title,
  instrument: instrument ?? null,
  questions: Object.fromEntries(Object.entries(questions).map(([id, question]) => {
    if (question.type !== 'choice' && question.type !== 'multi') return [id, { text: question.text ?? null, options: {} }];
    return [id, { text: question.text ?? null, options: Object.fromEntries(question.options.map((option) => [option, optionKey(question, option)])) }];
  })),
});
