/**
 * The package that the chaos run publishes and signs: the shared conventions and CORE rules, one message due every minute from now on, one
 * dose whose words never change, messages that staff can start at any moment, a form and a visit. Real time, because a real hospital has no
 * pace: what must fall due inside the run is written into the definition, as an author would.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { definitionsFolder } from '../../cli/load-definition.js';
import { compilePathway } from '../../pathways/schema/compile.js';
import type { Definition } from '../../pathways/schema/definition.js';
import { formatDiagnostic } from '../../pathways/schema/source/diagnostic.js';
import { addMinutes, fromMs, localTimeOf } from '../../pathways/time.js';

export const packageId = 'chaos-course';
/** Staff can start each of these once a day per patient: their words differ. */
export const startable = Array.from({ length: 60 }, (_, i) => `extra-${i + 1}`);

/** Local time is about 10:30 in this zone, whenever the run begins: far from quiet hours and from midnight. */
export function zoneWhereItIsMorning(nowMs: number): string {
  const east = ((10 - new Date(nowMs).getUTCHours() + 36) % 24) - 12;
  return east === 0 ? 'Etc/GMT' : `Etc/GMT${east > 0 ? '-' : '+'}${Math.abs(east)}`;
}

/** Every minute of the run, a few before it, and what the clock shows then. */
const minutesOf = (nowMs: number, minutes: number, zone: string): string[] =>
  Array.from({ length: minutes }, (_, i) => localTimeOf(addMinutes(fromMs(nowMs), i - 2), zone));

/** Classes in turn: exempt from the daily cap, yielding to it, merged into digests. */
const classes = ['visit', 'form', 'education', 'visit', 'dose', 'visit'] as const;

export function chaosCourse(nowMs: number, minutes: number): { zone: string; definition: Definition; source: string } {
  const zone = zoneWhereItIsMorning(nowMs);
  const times = minutesOf(nowMs, minutes, zone);
  const doses = times.filter((_, i) => i % 4 === 3);
  const source = pathway(zone, times, doses);
  const texts = { 'zh-CN': wordings(times.length, 'zh-CN'), en: wordings(times.length, 'en') };
  const shared = join(definitionsFolder, '_shared');
  const fragments = readdirSync(shared).filter((name) => /^(conventions|core)\./.test(name));
  const files = [
    { path: `${packageId}/v1.yaml`, text: source },
    ...Object.entries(texts).map(([language, text]) => ({ path: `${packageId}/texts.${language}.yaml`, text })),
    ...fragments.map((name) => ({ path: `_shared/${name}`, text: readFileSync(join(shared, name), 'utf8') })),
  ];
  const compiled = compilePathway({ main: `${packageId}/v1.yaml`, files });
  if (!compiled.ok) throw new Error(`The chaos course does not compile: ${compiled.diagnostics.map(formatDiagnostic).join('\n')}`);
  const { plan, meta, hash } = compiled;
  return { zone, definition: { plan, texts: compiled.texts, meta, hash }, source };
}

function pathway(zone: string, times: string[], doses: string[]): string {
  const mark = (_: string, i: number): string => `  mark-${i + 1}:
    kind: message
    schedule: { anchor: discharge, days: 0, at: $markTime${i + 1} }
    label: label.mark
    text: chaos.mark${i + 1}
    class: ${classes[i % classes.length] ?? 'visit'}
    channels: [wechat, sms]
    expiresAfterHours: $keptHours`;
  const extra = (id: string, i: number): string => `  ${id}:
    kind: message
    schedule: { triggered: { afterHours: 0 } }
    label: label.mark
    text: chaos.extra${i + 1}
    class: visit
    channels: [wechat, sms]
    expiresAfterHours: $keptHours`;
  return `pathway: ${packageId}
version: 1
uses: [conventions, core]
zone: ${zone}
mainAnchor: discharge
anchors: { discharge: required, surgery: optional }
package: { title: package.title, summary: package.summary, price: null, units: [{ service: chaos-visit, count: $visitCount }] }
parameters:
${times.map((time, i) => `  markTime${i + 1}: { value: "${time}", unit: local time, source: C }`).join('\n')}
  doseTimes: { value: [${doses.map((time) => `"${time}"`).join(', ')}], unit: local time, source: C }
  keptHours: { value: 6, unit: h, source: C }
  chaosCap: { value: 500, unit: SMS per day, source: C }
  visitCount: { value: 1, unit: visits, source: C }
  visitTime: { value: "18:00", unit: local time, source: C }
  missedHours: { value: 8, unit: h, source: C }
  everyExtra: { value: 59, unit: doses, source: C }
dailySmsCap: $chaosCap
steps:
${times.map(mark).join('\n')}
${startable.map(extra).join('\n')}
  dose:
    kind: message
    schedule: { anchor: discharge, repeat: { from: 0, every: 1, until: 0, times: $doseTimes } }
    label: label.mark
    text: chaos.dose
    class: dose
    channels: [sms]
    expiresAfterHours: $keptHours
  check:
    kind: form
    schedule: { triggered: { afterHours: 0 } }
    label: label.followUp
    forms: [core, fever]
    invite: chaos.check
    remind: survey.remind
    class: form
    channels: [wechat, sms]
    closesAfterHours: $formClosesHours
  visit:
    kind: visit
    schedule: { anchor: discharge, days: 0, at: $visitTime }
    label: label.mark
    who: nurse
    place: home
    service: chaos-visit
    window: { early: 0, late: 1 }
    materials: []
    sop: []
    record: [core]
    missedAfterHours: $missedHours
    missed: rebook
    reminders: []
rules:
  CH-1:
    source: C
    cases:
      - { when: "core.missedDoses == p.everyExtra", level: null, instruction: do.CH-1, start: [${startable.join(', ')}, check] }
`;
}

function wordings(marks: number, language: 'zh-CN' | 'en'): string {
  const chinese = language === 'zh-CN';
  const line = (key: string, wording: string): string => `${key}: "${wording}"`;
  return [
    line('package.title', chinese ? '故障演练' : 'Fault drill'),
    line('package.summary', chinese ? '每分钟一条消息' : 'One message a minute'),
    line('label.mark', chinese ? '演练' : 'drill'),
    line('do.CH-1', chinese ? '演练：全部加号' : 'Drill: every extra message'),
    line('chaos.dose', chinese ? '{surname}您好，请按时服药。' : '{surname}, please take your dose.'),
    line('chaos.check', chinese ? '{surname}您好，请在{entry}填写问卷。' : '{surname}, please fill the form in {entry}.'),
    ...Array.from({ length: marks }, (_, i) => line(`chaos.mark${i + 1}`, chinese ? `{surname}您好，第${i + 1}号提醒。` : `{surname}, reminder ${i + 1}.`)),
    ...startable.map((_, i) => line(`chaos.extra${i + 1}`, chinese ? `{surname}您好，加号${i + 1}。` : `{surname}, extra ${i + 1}.`)),
  ].join('\n');
}
