/** A plan whose steps follow life: what is done, dates that come later or again, a goal; for the tests that throw anything at the engine. */
import { call, coreForm, form, is, message, plan, rule, visit, woundForm } from './plan-builder.js';

export const following = plan({
  id: 'following',
  anchors: { discharge: 'required', surgery: 'optional', birth: 'later', 'chemo-cycle': 'again' },
  rounds: { 'chemo-cycle': 3 },
  goal: { when: { op: 'and', of: [is('wound.redness', 'none'), is('wound.fever', false), is('core.fell', true)] }, source: 'C', label: 'goal' },
  loss: { by: 'responsible-nurse', script: 'loss.call' },
  rewards: [{ badges: 2, text: 'reward.two' }],
  lookBack: Object.fromEntries(['wound.redness', 'wound.fever', 'wound.pus', 'core.fell'].map((path) => [path, { days: 7, keepFirst: false }])),
  steps: [
    visit('line-care', [], { schedule: { kind: 'after', step: 'line-care', days: [7], at: '10:00', anchor: 'discharge', firstDay: 3, untilDay: 24 }, missed: 'rebook', record: ['wound'] }),
    call('after-care', [], { schedule: { kind: 'after', step: 'line-care', days: [1], at: '17:00', anchor: 'discharge' } }),
    form('baby', [], ['core'], { schedule: { kind: 'offsets', anchor: 'birth', unit: 'day', offsets: [1, 3], at: '10:00' } }),
    visit('cycle-visit', [], { schedule: { kind: 'offsets', anchor: 'chemo-cycle', unit: 'day', offsets: [1, 8], at: '14:00' }, missed: 'rebook' }),
    message('cycle-pills', { kind: 'repeat', anchor: 'chemo-cycle', fromDay: 0, everyDays: 1, untilDay: 3, times: ['09:30'] }, { tick: true }),
    visit('on-call', [], { schedule: { kind: 'onRequest', anchor: 'discharge', most: 2, untilDay: 20 } }),
    call('advice', [], { schedule: { kind: 'onRequest', anchor: 'discharge', most: 1, untilDay: 12 } }),
    form('survey', [3, 7], ['wound', 'core'], { badge: 'badge.survey' }),
    form('photo', [], ['wound'], { schedule: { kind: 'triggered', afterHours: 24 }, closesAfterHours: 24 }),
    form('day-30', [30], ['core'], { phase: 'follow-up' }),
  ],
  forms: { wound: woundForm, core: coreForm },
  rules: [rule('W-1', is('wound.pus', true), 'red'), rule('W-2', is('wound.redness', 'over'), 'orange', { start: ['photo'] })],
  texts: { digest: 'digest', close: 'close', optOut: 'optout', repeatReading: null },
});
