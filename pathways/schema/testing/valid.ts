/** A small pathway that is right in everything, for tests to break in one place. */
import { engineTexts } from '../../engine/engine-texts.js';
import type { Sources } from '../compile.js';

export const paths = {
  pathway: 'knee/v1.yaml',
  conventions: '_shared/conventions.v1.yaml',
  zh: 'knee/texts.zh-CN.yaml',
  en: 'knee/texts.en.yaml',
  sharedZh: '_shared/conventions.texts.zh-CN.yaml',
  sharedEn: '_shared/conventions.texts.en.yaml',
} as const;

const pathway = `pathway: knee
version: 1
uses: [conventions]
zone: Asia/Shanghai
mainAnchor: discharge
anchors: { discharge: required, surgery: optional }
package: { title: package.title, summary: package.summary, price: null, units: [{ service: dressing, count: $dressingCount }] }
parameters:
  dressingCount: { value: 2, unit: visits, source: C }
  dressingDays: { value: [2, 6], unit: day, source: C }
  visitTime: { value: "10:00", unit: local time, source: C }
  earlyDays: { value: 0, unit: day, source: C }
  lateDays: { value: 1, unit: day, source: C }
  missedHours: { value: 4, unit: hour, source: C }
  eveTime: { value: "18:00", unit: local time, source: C }
  closesHours: { value: 72, unit: hour, source: C }
  from: { value: 1, unit: day, source: C }
  until: { value: 14, unit: day, source: C }
  feverHigh: { value: 38.5, unit: "°C", source: "[16]" }
  feverLow: { value: 38.0, unit: "°C", source: C }
  feverHours: { value: 48, unit: hour, source: C }
  temperatureMin: { value: 30, unit: "°C", source: C }
  temperatureMax: { value: 43, unit: "°C", source: C }
  painMax: { value: 10, unit: NRS, source: C }
  painMin: { value: 0, unit: NRS, source: C }
  misses: { value: 3, unit: times, source: C }
  pressureMin: { value: 40, unit: mmHg, source: C }
  pressureMax: { value: 300, unit: mmHg, source: C }
  pressureHigh: { value: 160, unit: mmHg, source: "[1]" }
  sessionMinutes: { value: 30, unit: minute, source: C }
  askMinutes: { value: 5, unit: minute, source: C }
  confirmMinutes: { value: 30, unit: minute, source: C }
steps:
  dressing:
    kind: visit
    schedule: { anchor: discharge, days: $dressingDays, at: $visitTime }
    holidays: next-workday
    label: label.dressing
    who: nurse
    place: home
    service: dressing
    window: { early: $earlyDays, late: $lateDays }
    materials: [material.gauze]
    record: [wound]
    missedAfterHours: $missedHours
    missed: rebook
    reminders:
      - { purpose: eve, text: visit.eve, daysBefore: 1, at: $eveTime, class: visit, to: patient, channels: [wechat, sms] }
  photo:
    kind: form
    schedule: { triggered: { afterHours: 0 } }
    label: label.photo
    forms: [wound]
    invite: photo.invite
    remind: photo.remind
    class: form
    channels: [wechat, sms]
    closesAfterHours: $closesHours
  exercise:
    kind: message
    schedule: { anchor: discharge, repeat: { from: $from, every: 1, until: $until, times: [$visitTime, $eveTime], stopWhen: "wound.redness == 'over-2cm'" } }
    label: label.exercise
    text: exercise.daily
    class: education
    channels: [wechat]
    expiresAfterHours: $missedHours
    tick: true
  pressure:
    kind: reading
    schedule: { days: [$from], at: $visitTime }
    label: label.pressure
    reading: bloodPressure
    text: pressure.daily
    class: measurement
    channels: [wechat, sms]
    withinHours: $missedHours
  call:
    kind: call
    phase: follow-up
    schedule: { months: 1, at: $visitTime }
    label: label.call
    by: case-manager
    script: script.call
    forms: [mood]
    withinHours: $missedHours
forms:
  wound:
    title: form.wound
    questions:
      redness: { type: choice, options: [none, up-to-2cm, over-2cm], text: q.redness }
      worse: { type: boolean, text: q.worse, askWhen: "wound.redness != 'none'" }
      signs: { type: multi, options: [pus, smell], text: q.signs, required: false }
      celsius: { type: number, decimals: 1, min: $temperatureMin, max: $temperatureMax, unit: "°C", text: q.celsius, required: false }
      pain: { type: number, decimals: 0, min: $painMin, max: $painMax, unit: NRS, text: q.pain }
      picture: { type: photo, text: q.picture, required: false }
  mood:
    title: form.mood
    instrument: phq2
    questions:
      item1: { type: number, decimals: 0, min: 0, max: $misses, unit: times, text: q.mood1 }
      item2: { type: choice, options: ["0", "1", "2", "3"], text: q.mood2 }
readings:
  bloodPressure:
    combine: session-mean
    sessionMinutes: $sessionMinutes
    components:
      systolic: { unit: mmHg, decimals: 0, min: $pressureMin, max: $pressureMax }
rules:
  W-1:
    source: C
    cases:
      - when: "wound.redness == 'over-2cm' || 'pus' in wound.signs"
        level: orange
        instruction: do.W-1
        start: [photo]
      - when: "wound.celsius >= p.feverLow && wound.pain - previous(wound.pain) > 1"
        level: yellow
        patientText: alert.yellow
        instruction: do.W-1
    persist: { hours: $feverHours, become: red }
  B-1:
    source: "[1]"
    cases:
      - { when: "bloodPressure.systolic > p.pressureHigh", level: orange, instruction: do.W-1 }
    confirm: { askAfterMinutes: $askMinutes, withinMinutes: $confirmMinutes, text: reading.repeat }
  EX-1:
    source: C
    silence: { step: exercise, misses: $misses }
    cases:
      - { when: "true", level: yellow, instruction: do.W-1 }
  M-1:
    source: C
    cases:
      - { when: "mood.score >= p.misses && (!patient.pregnant || day > p.from) && latest(wound.celsius, p.feverHours) > p.feverHigh", level: yellow, instruction: do.W-1 }
`;

const level = (color: string, ack: string, contact: string, ladder: string): string => `  ${color}:
    alert: [responsible-nurse]
    ackWithinMinutes: ${ack}
    contactWithinMinutes: ${contact}
    ladder: [${ladder}]
    repeatEveryMinutes: $redAck
    patientText: alert.${color}
    patientQuietHours: ignore
    alertQuietHours: ignore
`;

const conventions = `fragment: conventions
version: 1
parameters:
  redAck: { value: 15, unit: minute, source: C }
  redContact: { value: 30, unit: minute, source: C }
  orangeContact: { value: 120, unit: minute, source: C }
  yellowContact: { value: 1440, unit: minute, source: C }
  quietFrom: { value: "21:00", unit: local time, source: C }
  quietTo: { value: "08:00", unit: local time, source: C }
  remindHours: { value: [4, 24], unit: hour, source: C }
  phoneTaskHours: { value: 48, unit: hour, source: C }
  retryHours: { value: 12, unit: hour, source: C }
  attempts: { value: 3, unit: times, source: C }
  attemptDays: { value: 2, unit: day, source: C }
  cap: { value: 3, unit: SMS, source: C }
  staleHours: { value: 24, unit: hour, source: C }
  twoYellows: { value: 2, unit: cases, source: C }
levels:
${level('red', '$redAck', '$redContact', '{ afterMinutes: $redAck, to: [head-nurse], unless: acknowledged }, { afterMinutes: $redContact, to: [duty-doctor], unless: contacted }')}${level('orange', 'null', '$orangeContact', '{ afterMinutes: $orangeContact, to: [head-nurse], unless: contacted }')}${level('yellow', 'null', '$yellowContact', '{ afterMinutes: $yellowContact, to: [head-nurse], unless: contacted }')}yellows: { count: $twoYellows, become: orange }
unanswered: { remindHours: $remindHours, phoneTaskHours: $phoneTaskHours, family: true }
calls: { retryAfterHours: $retryHours, maxAttempts: $attempts, attemptsWithinDays: $attemptDays, exhausted: yellow }
quietHours: { from: $quietFrom, to: $quietTo }
dailySmsCap: $cap
staleReadingHours: $staleHours
texts: { digest: digest, close: close, optOut: optout, repeatReading: reading.repeat }
`;

const keys = [
  'package.title', 'package.summary', 'label.dressing', 'label.photo', 'label.exercise', 'label.pressure', 'label.call', 'material.gauze',
  'photo.remind', 'exercise.daily', 'pressure.daily', 'script.call', 'form.wound', 'form.mood',
  'q.redness', 'q.redness.none', 'q.redness.up-to-2cm', 'q.redness.over-2cm', 'q.worse', 'q.signs', 'q.signs.pus', 'q.signs.smell', 'q.celsius', 'q.pain', 'q.picture',
  'q.mood1', 'q.mood2', 'q.mood2.0', 'q.mood2.1', 'q.mood2.2', 'q.mood2.3', 'do.W-1',
];
const sharedKeys = ['alert.red', 'alert.orange', 'alert.yellow', 'digest', 'close', 'optout', 'reading.repeat', ...Object.keys(engineTexts)];
const worded = (of: readonly string[], wording: string): string => of.map((key) => `${key}: "${wording}"\n`).join('');

export const validFiles: Record<string, string> = {
  [paths.pathway]: pathway,
  [paths.conventions]: conventions,
  [paths.zh]: `visit.eve: "{surname}您好，医护人员将于明天{slot}上门服务。"\nphoto.invite: "{surname}您好，请在{entry}上传照片。"\n${worded(keys, '文字')}`,
  [paths.en]: `visit.eve: "{surname}, we visit you tomorrow, {slot}."\nphoto.invite: "{surname}, please send a photo in {entry}."\n${worded(keys, 'words')}`,
  [paths.sharedZh]: worded(sharedKeys, '共用'),
  [paths.sharedEn]: worded(sharedKeys, 'shared'),
};

export const sourcesOf = (files: Record<string, string>): Sources => ({ main: paths.pathway, files: Object.entries(files).map(([path, text]) => ({ path, text })) });
