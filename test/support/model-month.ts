/**
 * The month that platforms are compared by: 30 reminders, 3 follow-ups, 4 visits, 5 answers. A package of its own, so that its count of events
 * does not change whenever a real package does. Everything that is due on a day is due in the same slot.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { definitionsFolder } from '../../cli/load-definition.js';
import type { Answers } from '../../pathways/engine/inputs.js';
import { compilePathway } from '../../pathways/schema/compile.js';
import type { Definition } from '../../pathways/schema/definition.js';
import { formatDiagnostic } from '../../pathways/schema/source/diagnostic.js';

export const followUpDays = [3, 7, 30];
export const visitDays = [5, 12, 19, 26];
/** An answer to every question of its follow-ups that asks for nothing. */
export const well: Answers = { core: { chestPain: false, breathless: false, faint: false, strokeSigns: ['none'], bleeding: 'none', pain: '1', fall: false, missedDoses: '0' }, fever: { celsius: '36.7' } };
const id = 'model-month';

/** `acted`: people book and complete each visit. `reminded`: as in the models it is compared with, where a visit is a reminder in the day's slot and nobody acts. */
export type Visits = 'acted' | 'reminded';

const pathway = (visits: Visits): string => `pathway: ${id}
version: 1
uses: [conventions, core]
zone: Asia/Shanghai
mainAnchor: discharge
anchors: { discharge: required, surgery: optional }
package: { title: package.title, summary: package.summary, price: null, units: [${visits === 'acted' ? '{ service: model-visit, count: $visitCount }' : ''}] }
parameters:
  slot: { value: "10:00", unit: local time, source: C }
  firstDay: { value: 1, unit: day, source: C }
  everyDay: { value: 1, unit: day, source: C }
  lastDay: { value: 30, unit: day, source: C }
  followUpDays: { value: [${followUpDays.join(', ')}], unit: day, source: C }
  visitDays: { value: [${visitDays.join(', ')}], unit: day, source: C }
  visitCount: { value: ${visitDays.length}, unit: visits, source: C }
  visitTime: { value: "15:00", unit: local time, source: C }
  missedHours: { value: 8, unit: h, source: C }
  keptHours: { value: 6, unit: h, source: C }
  eveDays: { value: 1, unit: day, source: C }
steps:
  reminder:
    kind: message
    schedule: { anchor: discharge, repeat: { from: $firstDay, every: $everyDay, until: $lastDay, times: [$slot] } }
    holidays: ignore
    label: label.followUp
    text: model.reminder
    class: dose
    channels: [wechat, sms]
    expiresAfterHours: $keptHours
  follow-up:
    kind: form
    schedule: { anchor: discharge, days: $followUpDays, at: $slot }
    holidays: ignore
    label: label.followUp
    forms: [core, fever]
    invite: survey.invite
    remind: survey.remind
    class: form
    channels: [wechat, sms]
    closesAfterHours: $formClosesHours
${visits === 'acted' ? visit : reminder}`;
const visit = `  visit:
    kind: visit
    schedule: { anchor: discharge, days: $visitDays, at: $visitTime }
    holidays: ignore
    label: label.followUp
    who: nurse
    place: home
    service: model-visit
    window: { early: 0, late: 1 }
    materials: []
    sop: []
    record: [core]
    missedAfterHours: $missedHours
    missed: rebook
    reminders:
      - { purpose: eve, text: visit.eve, daysBefore: $eveDays, at: $slot, class: visit, to: patient, channels: [wechat, sms] }
`;
const reminder = `  visit:
    kind: message
    schedule: { anchor: discharge, days: $visitDays, at: $slot }
    holidays: ignore
    label: label.followUp
    text: model.reminder
    class: visit
    channels: [wechat, sms]
    expiresAfterHours: $keptHours
`;
const wordings = ['package.title: "Model month"', 'package.summary: "For counting"', 'model.reminder: "{surname}, please take your dose."'].join('\n');

export function modelMonth(visits: Visits): Definition {
  const shared = join(definitionsFolder, '_shared');
  const fragments = readdirSync(shared).filter((name) => /^(conventions|core)\./.test(name));
  const compiled = compilePathway({
    main: `${id}/v1.yaml`,
    files: [
      { path: `${id}/v1.yaml`, text: pathway(visits) },
      ...['zh-CN', 'en'].map((language) => ({ path: `${id}/texts.${language}.yaml`, text: wordings })),
      ...fragments.map((name) => ({ path: `_shared/${name}`, text: readFileSync(join(shared, name), 'utf8') })),
    ],
  });
  if (!compiled.ok) throw new Error(`The model month does not compile: ${compiled.diagnostics.map(formatDiagnostic).join('\n')}`);
  return { plan: compiled.plan, texts: compiled.texts, meta: compiled.meta, hash: compiled.hash };
}
