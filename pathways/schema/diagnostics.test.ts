/** Every complaint of the publisher at least once: what is wrong, where exactly, and what would be right. */
import { describe, expect, it } from 'vitest';
import { complaints, type Break } from './testing/broken.js';
import { paths } from './testing/valid.js';

const { pathway, conventions, zh, en, sharedEn } = paths;

type Case = [says: string | RegExp, fix: string | RegExp, ...breaks: Break[]];

const groups: Record<string, Case[]> = {
  'names that do not exist': [
    ['no fragment `convention`', 'did you mean `conventions`?', [pathway, 'uses: [conventions]', 'uses: [conventions, ▲convention]']],
    ['no form `wounds`', 'did you mean `wound`?', [pathway, 'record: [wound]', 'record: [▲wounds]']],
    ['no reading `bloodPresure`', 'did you mean `bloodPressure`?', [pathway, 'reading: bloodPressure', 'reading: ▲bloodPresure']],
    ['no parameter `dressingDay`', 'did you mean `dressingDays`?', [pathway, 'days: $dressingDays', 'days: ▲$dressingDay']],
    ['no parameter `feverHig`', 'did you mean `feverHigh`?', [pathway, '> p.feverHigh', '> p.▲feverHig']],
    ['the package does not sell the service `dresing`', 'did you mean `dressing`?', [pathway, 'service: dressing\n', 'service: ▲dresing\n']],
    ['no step `foto`', 'did you mean `photo`?', [pathway, 'start: [photo]', 'start: [▲foto]']],
    ['no step `exercises`', 'did you mean `exercise`?', [pathway, 'step: exercise,', 'step: ▲exercises,']],
    ['no text `visit.eva` in any language', 'did you mean `visit.eve`?', [pathway, 'text: visit.eve', 'text: ▲visit.eva']],
    ['form `wound` has no question `rednes`', 'did you mean `redness`?', [pathway, "wound.redness == 'over-2cm' ||", "wound.▲rednes == 'over-2cm' ||"]],
    ['reading `bloodPressure` has no component `sistolic`', 'did you mean `systolic`?', [pathway, 'bloodPressure.systolic >', 'bloodPressure.▲sistolic >']],
    ['no form or reading `wond`', 'did you mean `wound`?', [pathway, 'wound.celsius >= p', '▲wond.celsius >= p']],
    ['the patient has no flag `pregnent`', 'did you mean `pregnant`?', [pathway, 'patient.pregnant', 'patient.▲pregnent']],
    ['no function `previus`', 'did you mean `previous`?', [pathway, 'previous(wound', '▲previus(wound']],
    ['the pathway has no anchor `delivery`', 'add `delivery: required`', [pathway, 'schedule: { anchor: discharge, days', 'schedule: { anchor: ▲delivery, days']],
    ['no instrument `phq3` to score this form', /did you mean `phq[29]`\?/, [pathway, 'instrument: phq2', 'instrument: ▲phq3']],
    ['"Asia/Beijing" is no time zone', 'Asia/Shanghai', [pathway, 'zone: Asia/Shanghai', 'zone: ▲Asia/Beijing']],
  ],
  'constructs that are not part of the language': [
    ['`remindrs` is not part of the language here', 'did you mean `reminders`?', [pathway, '    reminders:\n', '    ▲remindrs:\n']],
    ['`rewards` is not part of the language here', 'leave it out', [pathway, 'readings:\n', '▲rewards: {}\nreadings:\n']],
    ['unknown kind "vist"', 'did you mean `visit`?', [pathway, 'kind: visit', 'kind: ▲vist']],
    ['`holidays` cannot be "skip"', 'use one of', [pathway, 'holidays: next-workday', 'holidays: ▲skip']],
    ['`Dressing` cannot be an id here', 'kebab-case', [pathway, '  dressing:\n', '  ▲Dressing:\n'], [pathway, 'service: dressing\n', 'service: dressing\n']],
    ['`label` is missing in `steps.photo`', 'add `label:`', [pathway, '  photo:\n', '  ▲photo:\n'], [pathway, '    label: label.photo\n', '']],
    ['`version` must be a number, but is "one"', 'write a number', [pathway, 'version: 1', 'version: ▲one']],
    ['this key is here twice', 'a name of its own', [pathway, 'readings:\n', '▲zone: UTC\nreadings:\n']],
    [/^not valid YAML/, 'correct the YAML', [pathway, 'record: [wound]', 'record: [wound'], [pathway, '    missedAfterHours: $missedHours', '    ▲missedAfterHours: $missedHours']],
    ['the pathway has no `dailySmsCap`', 'add `conventions` to `uses:`', [pathway, 'pathway: knee', '▲pathway: knee'], [conventions, 'dailySmsCap: $cap\n', '']],
    ['`? :` is not part of the language', 'write two cases', [pathway, "when: \"wound.redness == 'over-2cm' || 'pus' in wound.signs\"", "when: \"▲wound.worse ? true : 'pus' in wound.signs\""]],
    ['not a CEL expression', 'correct the expression', [pathway, 'systolic > p.pressureHigh"', 'systolic > ▲"']],
    ['`has(x)` is not part of the language', 'given(x)', [pathway, '"bloodPressure.systolic > p.pressureHigh"', '"▲has(bloodPressure.systolic)"']],
  ],
  'numbers and their sources': [
    ['`missedAfterHours` must be a parameter', 'name it under `parameters:`', [pathway, 'missedAfterHours: $missedHours', 'missedAfterHours: ▲4']],
    ['`days` must be a parameter that holds a list', 'name it under `parameters:`', [pathway, 'days: $dressingDays', 'days: ▲[2, 6]']],
    ['the number 160 has no name and no source', 'p.<name>', [pathway, 'systolic > p.pressureHigh', 'systolic > ▲160']],
    ['parameter `lateDays` has no source mark', 'C, K or [n]', [pathway, 'lateDays: { value: 1, unit: day, source: C }', '▲lateDays: { value: 1, unit: day }']],
    ['"guess" is no source mark', 'C, K or [n]', [pathway, 'lateDays: { value: 1, unit: day, source: C }', 'lateDays: { value: 1, unit: day, source: ▲guess }']],
    ['parameter `spare` is not used', 'take it out', [pathway, 'parameters:\n', 'parameters:\n  ▲spare: { value: 1, unit: day, source: C }\n']],
    ['parameter `visitTime` is in local time, but a value in hour is needed here', 'unit `hour`', [pathway, 'missedAfterHours: $missedHours', 'missedAfterHours: ▲$visitTime']],
    ['`$earlyDays` is "soon", but a number is needed here', 'whose value is a number', [pathway, 'earlyDays: { value: 0,', 'earlyDays: { value: soon,'], [pathway, 'early: $earlyDays', 'early: ▲$earlyDays']],
    ['`$late` is "25:00", but a time of day is needed here', 'such as "09:00"', [pathway, 'parameters:\n', 'parameters:\n  late: { value: "25:00", unit: local time, source: C }\n'], [pathway, 'days: $dressingDays, at: $visitTime', 'days: $dressingDays, at: ▲$late']],
    ['`$lateDays` is 1.5, but a whole number is needed here', 'without a fraction', [pathway, 'lateDays: { value: 1,', 'lateDays: { value: 1.5,'], [pathway, 'late: $lateDays', 'late: ▲$lateDays']],
    ['parameter `dressingDays` is a list, but one value is needed here', 'single value', [pathway, 'early: $earlyDays', 'early: ▲$dressingDays']],
    ['`max` is in mmHg, but the value is in °C', 'unit `°C`', [pathway, 'max: $temperatureMax', 'max: ▲$pressureMax']],
    ['no value is possible: min 43 is above max 30', 'exchange the two', [pathway, 'min: $temperatureMin, max: $temperatureMax', 'min: ▲$temperatureMax, max: $temperatureMin']],
  ],
  'rules that can never fire': [
    ['`wound.celsius` is a number and `\'high\'` is a text: they can never be equal', 'one kind', [pathway, 'wound.celsius >= p.feverLow', "▲wound.celsius == 'high'"]],
    ["`wound.redness` has no option 'over-2-cm'", 'did you mean `over-2cm`?', [pathway, "wound.redness == 'over-2cm' ||", "wound.redness == ▲'over-2-cm' ||"]],
    ["`wound.signs` has no option 'puss'", 'did you mean `pus`?', [pathway, "'pus' in wound.signs", "▲'puss' in wound.signs"]],
    ['`>` compares numbers, but `wound.redness` is one of its options', 'use == or !=', [pathway, 'wound.celsius >= p.feverLow', '▲wound.redness > p.feverLow']],
    ['a condition must be true or false, but this is a number', 'compare it', [pathway, '"bloodPressure.systolic > p.pressureHigh"', '"▲bloodPressure.systolic"']],
    ['`wound.celsius` is in °C, but `p.pressureHigh` is in mmHg', 'one unit', [pathway, 'wound.celsius >= p.feverLow', 'wound.celsius >= ▲p.pressureHigh']],
    ['case 1 of rule B-1 can never fire: no value of `bloodPressure.systolic` makes it true', 'correct the bounds', [pathway, '"bloodPressure.systolic > p.pressureHigh"', '"▲bloodPressure.systolic > p.pressureHigh && bloodPressure.systolic < p.pressureMin"']],
    ['case 1 of rule B-1 can never fire: no value of `bloodPressure.systolic` makes it true', 'correct the bounds', [pathway, 'systolic > p.pressureHigh"', 'systolic > p.pressureMax"'], [pathway, '"bloodPressure', '"▲bloodPressure']],
    ['this part of case 1 of rule W-1 can never be true: no value of `wound.redness` makes it true', 'correct the bounds', [pathway, "|| 'pus' in wound.signs", "|| (▲wound.redness == 'none' && wound.redness == 'up-to-2cm')"]],
    ['case 2 of rule W-1 can never fire: whenever it is true, an earlier case is true and decides', 'before that case', [pathway, '- when: "wound.celsius >= p.feverLow && wound.pain - previous(wound.pain) > 1"', "- when: ▲\"'pus' in wound.signs && wound.pain > 1\""]],
    ['rule EX-1 can never fire: it looks at no answer, score, reading or silence', 'add `silence:`', [pathway, '  EX-1:\n', '  ▲EX-1:\n'], [pathway, '    silence: { step: exercise, misses: $misses }\n', '']],
    ['rule M-1 can never fire: no step asks the form `mood`', 'add the form to a step', [pathway, '  M-1:\n', '  ▲M-1:\n'], [pathway, 'forms: [mood]', 'forms: [wound]'], [pathway, ' && latest(wound.celsius, p.feverHours) > p.feverHigh', '']],
    ['step `exercise` asks for no done-mark', 'tick: true', [pathway, 'tick: true', 'tick: false'], [pathway, 'step: exercise,', 'step: ▲exercise,']],
    ['0 misses are no silence', 'use 1 or more', [pathway, 'misses: { value: 3,', 'misses: { value: 0,'], [pathway, 'misses: $misses }', 'misses: ▲$misses }']],
    ['this case opens no case for anybody and starts nothing', 'give it a level', [pathway, 'p.pressureHigh", level: orange', 'p.pressureHigh", level: ▲null']],
    ['no case of this rule is below yellow', 'more urgent', [pathway, 'become: red', 'become: ▲yellow']],
    ['only a reading can be confirmed by measuring again', 'leave `confirm` out', [pathway, 'confirm: {', 'confirm: ▲{'], [pathway, '"bloodPressure.systolic > p.pressureHigh"', '"wound.worse"']],
    ['the repeat is asked for after 5 minutes, but waited for only 5', 'wait longer', [pathway, 'withinMinutes: $confirmMinutes', 'withinMinutes: ▲$askMinutes']],
    ['`mood.item1` is not answered in this form', 'only after other questions of `wound`', [pathway, 'askWhen: "wound.redness != \'none\'"', 'askWhen: ▲"mood.item1 > 1"']],
    ['form `wound` has no score: it names no instrument', 'add `instrument:`', [pathway, 'mood.score >=', 'wound.▲score >=']],
    ['`latest` takes 2 arguments, not 1', 'latest(x, hours)', [pathway, 'latest(wound.celsius, p.feverHours)', '▲latest(wound.celsius)']],
    ['`hours` of `latest` is in hour, but `from` is in day', 'unit `hour`', [pathway, 'latest(wound.celsius, p.feverHours)', 'latest(wound.celsius, ▲p.from)']],
    ["`wound.pain` is in NRS, but `p.feverHigh` is in °C", 'one unit', [pathway, 'wound.pain - previous(wound.pain) > 1', 'wound.pain - ▲p.feverHigh > 1']],
    ['form `wound` has no question `constructor`', 'add the question', [pathway, 'wound.celsius >= p.feverLow', 'wound.▲constructor >= p.feverLow']],
    ['`mean` needs a number, but `wound.redness` is one of its options', 'use `previous`', [pathway, 'latest(wound.celsius, p.feverHours)', 'mean(▲wound.redness, p.from)']],
  ],
  'steps and times that cannot be': [
    ['no rule starts the triggered step `photo`', 'start: [photo]', [pathway, '  photo:\n', '  ▲photo:\n'], [pathway, '        start: [photo]\n', '']],
    ['step `dressing` has a schedule of its own, so a rule cannot start it', 'triggered', [pathway, 'start: [photo]', 'start: [photo, ▲dressing]']],
    ['it ends before it starts', 'days >= 0', [pathway, 'lateDays: { value: 1,', 'lateDays: { value: -1,'], [pathway, 'window: {', 'window: ▲{']],
    ['`late` is -1 days, so the due date is outside its own window', '0 or more', [pathway, 'lateDays: { value: 1,', 'lateDays: { value: -1,'], [pathway, 'early: $earlyDays, late: $', 'early: 1, late: ▲$']],
    ['the repeat ends on day 14, before it begins on day 15', 'on or after', [pathway, 'from: { value: 1,', 'from: { value: 15,'], [pathway, 'until: $until', 'until: ▲$until']],
    ['a repeat every 0 days never moves on', '1 day or more', [pathway, 'every: 1,', 'every: ▲0,']],
    ['the times do not rise: 18:00 is followed by 10:00', 'earliest first', [pathway, 'times: [$visitTime, $eveTime]', 'times: ▲[$eveTime, $visitTime]']],
    ['the days do not rise: 6 is followed by 2', 'rising order', [pathway, 'value: [2, 6]', 'value: [6, 2]'], [pathway, 'days: $dressingDays', 'days: ▲$dressingDays']],
    ['the schedule does not say when', 'exactly one of', [pathway, 'schedule: { months: 1, at: $visitTime }', 'schedule: ▲{ anchor: discharge }']],
    ['the schedule has no time of day', 'add `at:', [pathway, 'schedule: { months: 1, at: $visitTime }', '▲schedule: { months: 1 }']],
    ['a triggered step has no `anchor` of its own', 'leave it out', [pathway, 'schedule: { triggered', 'schedule: { ▲anchor: discharge, triggered']],
    ['the reminder would come after the visit', '0 or more', [pathway, 'daysBefore: 1', 'daysBefore: ▲$before'], [pathway, 'parameters:\n', 'parameters:\n  before: { value: -1, unit: day, source: C }\n']],
    ['the steps plan 2 visits of `dressing`, but only 1 are sold', 'raise the count', [pathway, 'count: $dressingCount', 'count: ▲1'], [pathway, '  dressingCount: { value: 2, unit: visits, source: C }\n', '']],
    ['3 visits of `dressing` are sold, but the steps plan only 2', 'lower the count', [pathway, 'dressingCount: { value: 2,', 'dressingCount: { value: 3,'], [pathway, 'count: $dressingCount', 'count: ▲$dressingCount']],
    ['the main anchor `surgery` is not required', '`surgery: required`', [pathway, 'mainAnchor: discharge', 'mainAnchor: ▲surgery']],
    ['the form closes after 4 hours, before its first reminder (4 hours)', 'keep it open longer', [pathway, 'closesAfterHours: $closesHours', '▲closesAfterHours: $missedHours'], [pathway, '  closesHours: { value: 72, unit: hour, source: C }\n', '']],
  ],
  'ladders that nobody climbs': [
    ['this rung (15 minutes) is not later than the one before it (15 minutes)', 'every rung come later', [conventions, 'afterMinutes: $redContact, to: [duty-doctor]', 'afterMinutes: ▲$redAck, to: [duty-doctor]']],
    ['this rung climbs after 15 minutes, before the contact deadline of 30 minutes has passed', 'at the deadline or later', [conventions, 'afterMinutes: $redAck, to: [head-nurse], unless: acknowledged', 'afterMinutes: ▲$redAck, to: [head-nurse], unless: contacted']],
    ['`ladder` must have a rung', '', [conventions, 'ladder: [{ afterMinutes: $orangeContact, to: [head-nurse], unless: contacted }]', 'ladder: ▲[]']],
    ['contact is due after 15 minutes, before anybody must have acknowledged (30)', 'at or after', [conventions, 'ackWithinMinutes: $redAck\n    contactWithinMinutes: $redContact', 'ackWithinMinutes: $redContact\n    contactWithinMinutes: ▲$redAck']],
    ['the phone task after 24 hours would come before the last reminder (24 hours)', 'after the reminders', [conventions, 'phoneTaskHours: { value: 48,', 'phoneTaskHours: { value: 24,'], [conventions, 'phoneTaskHours: $', 'phoneTaskHours: ▲$']],
    ['quiet hours that begin and end together', 'two different times', [conventions, 'quietTo: { value: "08:00"', 'quietTo: { value: "21:00"'], [conventions, 'quietHours: {', 'quietHours: ▲{']],
    ['several yellows that become yellow change nothing', 'orange or red', [conventions, 'become: orange', 'become: ▲yellow']],
  ],
  'texts': [
    ['text `label.photo` is missing in en', 'texts.en.yaml', [pathway, 'label: label.photo', 'label: ▲label.photo'], [en, 'label.photo: "words"\n', '']],
    ['no text `q.redness.up-to-2cm` in any language', 'add it to', [pathway, 'options: [none, up-to-2cm', 'options: [none, ▲up-to-2cm'], [en, 'q.redness.up-to-2cm: "words"\n', ''], [zh, 'q.redness.up-to-2cm: "文字"\n', '']],
    ['text `staff.alert` is missing in en', 'add `staff.alert:`', [sharedEn, 'staff.alert: "shared"\n', ''], [conventions, 'texts: {', 'texts: ▲{']],
    [/^SMS `visit\.eve` is 86 long with signature and long values; one SMS holds 70$/, /^shorten it by \d+$/, [zh, '"{surname}您好，医护人员将于明天{slot}上门服务。"', '▲"{surname}您好，医护人员将于明天{slot}上门服务，请提前准备好病历、检查单和近期用药，请保持电话畅通，改期请尽早致电{phone}。"']],
    [/^SMS `visit\.eve` is \d+ long.* because of the character "’"$/, 'without that character', [en, '"{surname}, we visit you tomorrow, {slot}."', '▲"{surname}, we’ll visit you tomorrow, {slot}. Please have your papers at hand and keep the phone on."']],
    ['SMS `photo.invite` names a diagnosis ("骨折"); only safety and dose texts may', 'word it neutrally', [zh, '请在{entry}上传照片。', '请在{entry}上传▲骨折照片。']],
    ['SMS `photo.invite` names a drug ("heparin")', 'word it neutrally', [en, 'please send a photo', 'please send a ▲heparin photo']],
    ['SMS `photo.invite` holds a link, which carriers refuse', 'name {entry}', [en, 'please send a photo in {entry}', 'please open ▲https://example.org']],
    ['unknown placeholder {surnam}', 'did you mean `surname`?', [en, '{surname}, we', '▲{surnam}, we']],
    ['text `do.W-1` has no wording', 'write the wording', [en, 'do.W-1: "words"', 'do.W-1: ▲""'], [pathway, '    persist:', '    persist:']],
    [/^text `digest` is already worded in _shared\/conventions\.texts\.en\.yaml:\d+$/, 'key of its own', [en, 'label.photo: "words"\n', 'label.photo: "words"\n▲digest: "mine"\n']],
  ],
  'instruments and ids': [
    ['the wording of Braden may not be shipped: paid licence [11]', 'ask only the `total`', [pathway, 'instrument: phq2', 'instrument: braden'], [pathway, 'unit: times, text: q.mood1', 'unit: times, text: ▲q.mood1'], [pathway, ', text: q.mood2 }', ' }']],
    ['EQ-5D may not be shipped: licence needed', 'use a free instrument', [pathway, 'instrument: phq2', 'instrument: ▲eq-5d']],
    ['phq2 cannot be scored: form `mood` does not ask `item2`', 'add the question `item2`', [pathway, '    instrument: phq2\n    questions:\n', '    instrument: phq2\n    questions:\n      ▲'], [pathway, '      item2:', '      item3:'], [pathway, '      item1:', 'item1:']],
    ['phq2 needs `item2` as a number from 0 to 3', 'make it a number', [pathway, 'item2: { type: choice, options: ["0", "1", "2", "3"], text: q.mood2 }', 'item2: ▲{ type: boolean, text: q.mood2 }']],
    ['question `wound.worse` has no wording', 'add `text:`', [pathway, 'worse: { type: boolean, text: q.worse,', 'worse: ▲{ type: boolean,']],
    [/^parameter `redAck` is already defined in _shared\/conventions\.v1\.yaml:\d+$/, 'id of its own', [pathway, 'parameters:\n', 'parameters:\n  ▲redAck: { value: 1, unit: minute, source: C }\n']],
    ['two reminders of this visit have the purpose `eve`', 'purpose of its own', [pathway, 'channels: [wechat, sms] }\n  photo:', 'channels: [wechat, sms] }\n      - { purpose: ▲eve, text: visit.eve, daysBefore: 1, at: $eveTime, class: visit, to: patient, channels: [wechat] }\n  photo:']],
    ['`patient` means something else in expressions', 'another id', [pathway, '  mood:\n', '  ▲patient:\n'], [pathway, 'forms: [mood]', 'forms: [patient]'], [pathway, 'mood.score', 'patient.age']],
    ['`wound` is a form already', 'id of its own', [pathway, '  bloodPressure:\n', '  ▲wound:\n'], [pathway, 'reading: bloodPressure', 'reading: wound']],
    ['`constructor` cannot be an id here', 'not a word that programs reserve', [pathway, '      worse: {', '      ▲constructor: {']],
    ['the file is named v1.yaml, but holds version 2', 'rename the file', [pathway, 'version: 1', 'version: ▲2']],
    ['fragment `conventions` is used twice', 'name it once', [pathway, '[conventions]', '[conventions, ▲conventions]']],
    ['the file holds the fragment `shared`, but is named conventions', 'rename the file', [conventions, 'fragment: conventions', 'fragment: ▲shared']],
    ['option `smell` is offered twice', 'offer it once', [pathway, 'options: [pus, smell]', 'options: [pus, smell, ▲smell]']],
  ],
};

for (const [group, cases] of Object.entries(groups)) {
  describe(`The publisher refuses ${group}`, () => {
    it.each(cases)('%s', (says, fix, ...breaks) => {
      const { expected, diagnostics } = complaints(...breaks);
      const said = diagnostics.filter(({ message }) => (typeof says === 'string' ? message.includes(says) : says.test(message)));
      expect(said, diagnostics.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`).join('\n')).toHaveLength(1);
      expect(said[0]).toMatchObject(expected);
      expect(said[0]?.fix).toMatch(fix);
    });
  });
}
