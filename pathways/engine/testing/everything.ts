/** A plan with every kind of step and rule, for the tests that throw anything at the engine. */
import { above, bloodPressure, call, coreForm, everyDay, form, is, message, plan, reading, rule, visit, woundForm } from './plan-builder.js';

export const everything = plan({
  id: 'everything',
  steps: [
    visit('dressing', [2, 6, 12], { missed: 'rebook', holidays: 'next-workday', record: ['wound'] }),
    visit('online', [4], { place: 'online' }),
    visit('weekly', [], { schedule: { kind: 'repeat', anchor: 'discharge', fromDay: 7, everyDays: 7, untilDay: 28, times: ['14:00'], personal: { everyDays: 'visitDays' } } }),
    visit('home-safety', [], { schedule: { kind: 'triggered', afterHours: 24, at: '10:00' } }),
    form('survey', [3, 7, 14], ['wound', 'core']),
    form('surgery-check', [], ['core'], { schedule: { kind: 'offsets', anchor: 'surgery', unit: 'month', offsets: [1], at: '10:00' } }),
    form('photo', [], ['wound'], { schedule: { kind: 'triggered', afterHours: 24 }, closesAfterHours: 24 }),
    form('day-30', [30], ['core'], { phase: 'follow-up' }),
    call('first-call', [1], { forms: ['core'] }),
    call('silence-call', [], { schedule: { kind: 'triggered', afterHours: 0 } }),
    reading('pressure', 'bp', everyDay(1, 20, '08:00', '20:00')),
    message('exercise', everyDay(1, 14, '09:00', '15:00'), { tick: true }),
    message('pills', { kind: 'repeat', anchor: 'discharge', fromDay: 1, everyDays: 1, untilDay: 20, times: ['20:00'], personal: { untilDay: 'pillsUntil', times: 'pillHours' } }, { class: 'dose' }),
    message('tip', { kind: 'offsets', anchor: 'discharge', unit: 'day', offsets: [5], at: '22:30' }),
    message('until-better', { kind: 'repeat', anchor: 'discharge', fromDay: 1, everyDays: 1, untilDay: 20, times: ['11:00'], stopWhen: is('wound.redness', 'none') }),
  ],
  forms: { wound: woundForm, core: coreForm },
  readings: { bp: bloodPressure },
  rules: [
    rule('W-1', is('wound.pus', true), 'red'),
    rule('W-2', is('wound.redness', 'over'), 'orange', { start: ['photo'] }),
    rule('W-3', is('wound.redness', 'small'), 'yellow', { persist: { hours: 48, become: 'orange' }, start: ['photo'] }),
    rule('F-1', is('wound.fever', true), 'yellow'),
    rule('S-1', is('wound.selfHarm', true), 'red', { patientText: null }),
    rule('C-1', is('core.breathless', true), 'red'),
    rule('C-7', is('core.fell', true), null, { start: ['home-safety'] }),
    rule('B-1', above('bp.sys', '160'), 'orange', { confirm: { askAfterMinutes: 5, withinMinutes: 30, text: 'bp.repeat' } }),
    { ...rule('X-1', { op: 'bool', value: true }, null, { start: ['silence-call'] }), inputs: [], silence: { step: 'exercise', misses: 3 } },
    { ...rule('X-2', { op: 'bool', value: true }, 'yellow'), inputs: [], silence: { step: 'pressure', misses: 4 } },
  ],
  personal: {
    visitDays: { of: 'number', list: false, unit: 'day', text: 'ask.visitDays', min: '2', max: '14', required: false, value: ['7'], source: 'C' },
    pillsUntil: { of: 'number', list: false, unit: 'day', text: 'ask.pillsUntil', min: '1', max: '40', required: false, value: null, source: 'C' },
    pillHours: { of: 'time', list: true, unit: 'local time', text: 'ask.pillHours', min: '05:00', max: '22:00', required: false, value: ['20:00'], source: 'C' },
  },
  texts: { digest: 'digest', close: 'close', optOut: 'optout', repeatReading: 'reading.repeat' },
});
