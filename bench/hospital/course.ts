/** The packages that the bench publishes and signs: the shared conventions and CORE rules, and messages at the local times that a run asks for. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { definitionsFolder } from '../../cli/load-definition.js';
import { compilePathway } from '../../pathways/schema/compile.js';
import type { Definition } from '../../pathways/schema/definition.js';
import { formatDiagnostic } from '../../pathways/schema/source/diagnostic.js';
import { fromMs, localTimeOf } from '../../pathways/time.js';

/** `spread`: late by the patient's own seconds, as everything but a safety message is (pathways/engine/spread.ts). `atMs`: a whole minute. */
export type Slot = { name: string; atMs: number; spread: boolean };
export type Course = { zone: string; definition: Definition; source: string };

export const minuteMs = 60_000;
export const nextMinute = (ms: number): number => Math.ceil(ms / minuteMs) * minuteMs;

export function benchCourse(packageId: string, zone: string, slots: readonly Slot[]): Course {
  const source = pathway(packageId, zone, slots);
  const wordings = ['package.title: "Bench"', 'package.summary: "For measuring"', 'label.mark: "bench"', ...slots.map(({ name }) => `bench.${name}: "{surname}, reminder ${name}."`)].join('\n');
  const shared = join(definitionsFolder, '_shared');
  const fragments = readdirSync(shared).filter((name) => /^(conventions|core)\./.test(name));
  const compiled = compilePathway({
    main: `${packageId}/v1.yaml`,
    files: [
      { path: `${packageId}/v1.yaml`, text: source },
      ...['zh-CN', 'en'].map((language) => ({ path: `${packageId}/texts.${language}.yaml`, text: wordings })),
      ...fragments.map((name) => ({ path: `_shared/${name}`, text: readFileSync(join(shared, name), 'utf8') })),
    ],
  });
  if (!compiled.ok) throw new Error(`The package of the bench does not compile: ${compiled.diagnostics.map(formatDiagnostic).join('\n')}`);
  const { plan, texts, meta, hash } = compiled;
  return { zone, definition: { plan, texts, meta, hash }, source };
}

/** The last step is weeks away, so that every episode stays open while it is measured. */
const pathway = (packageId: string, zone: string, slots: readonly Slot[]): string => `pathway: ${packageId}
version: 1
uses: [conventions, core]
zone: ${zone}
mainAnchor: discharge
anchors: { discharge: required, surgery: optional }
package: { title: package.title, summary: package.summary, price: null, units: [] }
parameters:
${slots.map(({ atMs }, i) => `  time${i + 1}: { value: "${localTimeOf(fromMs(atMs), zone)}", unit: local time, source: C }`).join('\n')}
  lateDay: { value: 30, unit: day, source: C }
  lateTime: { value: "10:00", unit: local time, source: C }
  keptHours: { value: 6, unit: h, source: C }
  benchCap: { value: 500, unit: SMS per day, source: C }
dailySmsCap: $benchCap
steps:
${slots.map(({ name, spread }, i) => step(name, `days: 0, at: $time${i + 1}`, spread)).join('\n')}
  check:
    kind: form
    schedule: { anchor: discharge, days: $lateDay, at: $lateTime }
    label: label.followUp
    forms: [core, fever]
    invite: survey.invite
    remind: survey.remind
    class: form
    channels: [sms]
    closesAfterHours: $formClosesHours
`;

const step = (name: string, when: string, spread: boolean): string => `  ${name}:
    kind: message
    schedule: { anchor: discharge, ${when} }
    label: label.mark
    text: bench.${name}
    class: ${spread ? 'visit' : 'safety'}
    channels: [sms]
    expiresAfterHours: $keptHours`;
