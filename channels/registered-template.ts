/**
 * How settings write a template that a vendor registered: its id and where each of its variables gets its value.
 *   SMS_15305(surname,slot)                         variables named like our parameters
 *   ngqIpbwh8bUf(thing1=surname,time2=slot,thing4='上门服务')   the vendor's field = our parameter, or a fixed text in quotes
 */
import type { FieldSource } from './wechat/fields.js';

export type RegisteredTemplate = { id: string; fields: Record<string, FieldSource> };

/** `where` names the setting and key in the error. */
export function parseRegisteredTemplate(written: string, where: string): RegisteredTemplate {
  const match = /^\s*([\w-]+)\s*(?:\((.*)\))?\s*$/s.exec(written);
  const [, id, inside = ''] = match ?? [];
  if (id === undefined) throw new Error(`${where}: "${written}" is not <template id>(<field>=<parameter>, ...)`);
  const fields: Record<string, FieldSource> = {};
  // A quoted text may hold commas and parentheses.
  for (const part of inside.match(/(?:'[^']*'|[^,'])+/g) ?? []) {
    const field = /^\s*([A-Za-z_]\w*)\s*(?:=\s*(?:'([^']*)'|([A-Za-z_]\w*)))?\s*$/.exec(part);
    const [, name, text, param] = field ?? [];
    if (name === undefined) throw new Error(`${where}: "${part.trim()}" is neither <parameter>, <field>=<parameter> nor <field>='<text>'`);
    fields[name] = text === undefined ? { param: param ?? name } : { text };
  }
  return { id, fields };
}

export const parseRegisteredTemplates = (written: Readonly<Record<string, string>>, setting: string): Record<string, RegisteredTemplate> =>
  Object.fromEntries(Object.entries(written).map(([key, value]) => [key, parseRegisteredTemplate(value, `${setting}, text "${key}"`)]));
