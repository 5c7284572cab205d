/** The rules for one value of a WeChat template, by the kind in its field's name (`thing3`, `time2`): a value that breaks one loses the whole notice. */

/** How a field of the registered template gets its value: from a parameter of the text, or fixed. */
export type FieldSource = { param: string } | { text: string };

/** Longest value in characters. Source: "limits of subscription message values"; template messages: 20 since 2023-05-04. */
const longest: Readonly<Record<string, number>> = {
  thing: 20, short_thing: 5, character_string: 32, letter: 32, number: 32, symbol: 5, phrase: 5, name: 20, phone_number: 17, car_number: 8,
  time: 40, date: 40, amount: 12, const: 20,
};
const longestElsewhere = 20;

export type Fields = { ok: true; data: Record<string, { value: string }> } | { ok: false; code: string };

/** Refuses rather than shortens: half a time slot is worse than the next channel. */
export function fillFields(sources: Readonly<Record<string, FieldSource>>, params: Readonly<Record<string, string>>): Fields {
  const data: Record<string, { value: string }> = {};
  for (const [field, source] of Object.entries(sources)) {
    const value = ('param' in source ? (params[source.param] ?? '') : source.text).trim();
    if (value === '') return { ok: false, code: 'local.FIELD_EMPTY' };
    if (/[\r\n]/.test(value)) return { ok: false, code: 'local.FIELD_HAS_NEWLINE' };
    if ([...value].length > (longest[field.replace(/\d+$/, '')] ?? longestElsewhere)) return { ok: false, code: 'local.FIELD_TOO_LONG' };
    data[field] = { value };
  }
  return { ok: true, data };
}
