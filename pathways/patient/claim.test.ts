import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Obligation } from '../engine/events.js';
import { messageClasses, type MessageClass } from '../engine/vocabulary.js';
import { judge, textHash } from './claim.js';
import type { Contact, Sent, SharedFacts } from './facts.js';
import { messagePolicy } from './message-policy.js';

const noon = '2026-03-05T04:00:00.000Z';
const night = '2026-03-05T15:00:00.000Z';
const contact = (id: string, kind: Contact['kind'], more: Partial<Contact> = {}): Contact => ({ id, owner: 'patient', kind, order: 1, quarantined: false, ...more });

const facts = (more: Partial<SharedFacts> = {}): SharedFacts => ({
  zone: 'Asia/Shanghai', language: 'zh-CN', dead: false, optedOut: false, consents: { sms: true, photos: true, family: true, familyDoctor: false },
  contacts: [contact('mobile', 'mobile')], away: [], quietHours: { from: '21:00', to: '08:00' }, dailySmsCap: 3, sent: [], plannedToday: [], openCases: [], advice: [], ...more,
});

const due = (id: string, more: Partial<Obligation> = {}): Obligation => ({
  id: `e/${id}/1/0/tell/patient`, revision: 0, purpose: 'tell', class: 'education', recipient: 'patient', text: `text.${id}`, params: {}, dueAt: noon, expiresAt: '2026-03-07T00:00:00.000Z',
  channels: ['wechat', 'sms'], occurrence: `e/${id}/1`, escalation: null, level: null, sharedKey: null, ignoresQuietHours: false, digestLabel: null, ...more,
});
const sent = (id: string, more: Partial<Sent> = {}): Sent => ({
  obligation: id, episode: id.split('/')[0] ?? '', class: 'education', recipient: 'patient', channel: 'sms', textHash: id, sharedKey: null, at: '2026-03-05T01:00:00.000Z', ...more,
});

describe('once the hospital has sent as many SMS as it may in a day', () => {
  it.each(messageClasses)('%s does what the table says', (of: MessageClass) => {
    const staff = messagePolicy[of].audience === 'staff';
    const [verdict] = judge(facts({ spendCapReached: true }), [due('a', { class: of, channels: ['sms'], recipient: staff ? 'head-nurse' : 'patient' })], noon);
    expect(verdict).toMatchObject(messagePolicy[of].spendCap === 'passes' ? { kind: 'send', channel: 'sms' } : { kind: 'suppress', reason: 'spend-cap' });
  });
  it('what reaches somebody without an SMS goes out as ever', () => {
    expect(judge(facts({ spendCapReached: true, contacts: [contact('w', 'wechat'), contact('m', 'mobile')] }), [due('a')], noon)).toMatchObject([{ kind: 'send', channel: 'wechat' }]);
  });
  it('safety, doses and alerts to staff pass', () => {
    expect(messageClasses.filter((of) => messagePolicy[of].spendCap === 'passes')).toEqual(expect.arrayContaining(['safety', 'dose', 'staff-alert', 'staff-task']));
  });
});

describe('a message about to go out', () => {
  it('goes by the first channel that reaches somebody', () => {
    expect(judge(facts(), [due('a')], noon)).toEqual([{ kind: 'send', carries: ['e/a/1/0/tell/patient'], channel: 'sms', contact: 'mobile', to: ['mobile'] }]);
    expect(judge(facts({ contacts: [contact('m', 'mobile'), contact('w', 'wechat')] }), [due('a')], noon)).toMatchObject([{ channel: 'wechat', contact: 'w' }]);
  });

  it('goes down its channels when one failed, and fails when none is left', () => {
    const both = facts({ contacts: [contact('m', 'mobile'), contact('w', 'wechat')] });
    const { id } = due('a');
    expect(judge(both, [due('a')], noon, { [id]: ['wechat'] })).toMatchObject([{ channel: 'sms' }]);
    expect(judge(both, [due('a')], noon, { [id]: ['wechat', 'sms'] })).toEqual([{ kind: 'fail', obligation: id, reason: 'all-channels-failed' }]);
  });

  it.each([
    ['died', { dead: true }, {}, noon],
    ['opted-out', { optedOut: true }, {}, noon],
    ['expired', {}, {}, '2026-03-08T00:00:00.000Z'],
    ['no-contact', { contacts: [] }, {}, noon],
    ['quarantined', { contacts: [contact('m', 'mobile', { quarantined: true })] }, {}, noon],
    ['no-consent', { consents: { sms: false, photos: true, family: true, familyDoctor: false } }, {}, noon],
    ['no-consent', { consents: { sms: true, photos: true, family: false, familyDoctor: false } }, { recipient: 'family' }, noon],
    ['held-by-red', { openCases: [{ escalation: 'x/escalation/1', episode: 'x', level: 'red', rules: ['W-1'], prefixes: ['W'] }] }, {}, noon],
    ['contradiction', { advice: [{ obligation: 'x/tip/1/0/tell/patient', episode: 'x', topic: 'fluid', value: 'restrict', from: noon }] }, { advises: { topic: 'fluid', value: 'drink' } }, noon],
  ] as const)('is suppressed as %s', (reason, known, obligation, at) => {
    expect(judge(facts(known as Partial<SharedFacts>), [due('a', obligation)], at)).toMatchObject([{ kind: 'suppress', reason }]);
  });

  it('waits for the end of the quiet hours, the strictest of all packages', () => {
    expect(judge(facts(), [due('a')], night)).toEqual([{ kind: 'defer', obligation: due('a').id, until: '2026-03-06T00:00:00.000Z', reason: 'quiet-hours', channel: 'sms', to: ['mobile'] }]);
    expect(judge(facts(), [due('a', { ignoresQuietHours: true })], night)).toMatchObject([{ kind: 'send' }]);
    expect(judge(facts(), [due('a', { expiresAt: '2026-03-05T20:00:00.000Z' })], night)).toMatchObject([{ kind: 'suppress', reason: 'expired' }]);
  });

  it('waits for it also when one channel failed already; the call of a person does not', () => {
    const both = facts({ contacts: [contact('m', 'mobile'), contact('w', 'wechat')] });
    const { id } = due('a');
    expect(judge(both, [due('a')], night, { [id]: ['wechat'] })).toMatchObject([{ kind: 'defer', channel: 'sms', to: ['m'] }]);
    expect(judge(both, [due('a', { channels: ['sms', 'phone-task'] })], night, { [id]: ['sms'] })).toMatchObject([{ kind: 'send', channel: 'phone-task' }]);
  });

  it('a patient without a number of her own is reached through the family\'s, if she allowed it', () => {
    const family = [contact('daughter', 'mobile', { owner: 'family' })];
    expect(judge(facts({ contacts: family }), [due('a')], noon)).toMatchObject([{ contact: 'daughter' }]);
    expect(judge(facts({ contacts: family, consents: { sms: true, photos: true, family: false, familyDoctor: false } }), [due('a')], noon)).toMatchObject([{ reason: 'no-contact' }]);
  });

  it('safety needs no SMS consent; opting out stops even that, and a person calls', () => {
    const safety = due('a', { class: 'safety' });
    expect(judge(facts({ consents: { sms: false, photos: true, family: true, familyDoctor: false } }), [safety], noon)).toMatchObject([{ kind: 'send' }]);
    expect(judge(facts({ optedOut: true }), [safety], noon)).toMatchObject([{ reason: 'opted-out' }]);
    expect(judge(facts({ optedOut: true }), [due('a', { class: 'staff-task', recipient: 'duty-doctor', channels: ['phone-task'] })], noon)).toMatchObject([{ kind: 'send', channel: 'phone-task' }]);
  });
});

describe('several messages', () => {
  it('of the same slot that may share one become a digest; others never do', () => {
    const reminders = [due('bp', { class: 'measurement', digestLabel: 'label.bp' }), due('tip', { digestLabel: 'label.tip' }), due('pill', { class: 'dose' })];
    expect(judge(facts(), reminders, noon)).toMatchObject([
      { kind: 'send', carries: [reminders[2]?.id] }, { kind: 'send', carries: [reminders[0]?.id, reminders[1]?.id] },
    ]);
  });

  it('the same contact for another package is made once', () => {
    const invite = (episode: string) => due('s', { id: `${episode}/survey/1/0/invite/patient`, class: 'form', sharedKey: 'invite/2026-03-05T10:00' });
    expect(judge(facts({ sent: [sent('other/survey/1/0/invite/patient', { sharedKey: 'invite/2026-03-05T10:00' })] }), [invite('e')], noon))
      .toMatchObject([{ kind: 'suppress', reason: 'shared', by: 'other/survey/1/0/invite/patient' }]);
    expect(judge(facts(), [invite('a'), invite('b')], noon)).toMatchObject([{ kind: 'send' }, { kind: 'suppress', reason: 'shared' }]);
    expect(judge(facts({ sent: [sent('e/other/1/0/invite/patient', { sharedKey: 'invite/2026-03-05T10:00' })] }), [invite('e')], noon)).toMatchObject([{ kind: 'send' }]);
  });

  it('one identical text a day; a RED case and a dose may repeat theirs', () => {
    const hash = textHash(due('a'), 'zh-CN');
    expect(judge(facts({ sent: [sent('x/a/1/0/tell/patient', { textHash: hash })] }), [due('a')], noon)).toMatchObject([{ reason: 'same-text-today' }]);
    expect(judge(facts({ sent: [sent('x/a/1/0/tell/patient', { textHash: hash, at: '2026-03-04T04:00:00.000Z' })] }), [due('a')], noon)).toMatchObject([{ kind: 'send' }]);
    for (const may of [due('a', { class: 'dose' }), due('a', { class: 'safety', level: 'red' })]) {
      expect(judge(facts({ sent: [sent('x', { textHash: textHash(may, 'zh-CN') })] }), [may], noon)).toMatchObject([{ kind: 'send' }]);
    }
  });

  it('a request to measure again may repeat, but two packages ask once about one reading', () => {
    const again = (episode: string) => due('a', { id: `${episode}/care/1/measure-again/patient`, purpose: 'measure-again', class: 'measurement' });
    const before = (episode: string, at: string) => facts({ sent: [sent(again(episode).id, { textHash: textHash(again(episode), 'zh-CN'), at })] });
    expect(judge(before('e', '2026-03-05T03:55:00.000Z'), [again('e')], noon)).toMatchObject([{ kind: 'send' }]);
    expect(judge(before('other', '2026-03-05T03:55:00.000Z'), [again('e')], noon)).toMatchObject([{ kind: 'suppress', reason: 'same-text-today', by: 'other/care/1/measure-again/patient' }]);
    expect(judge(before('other', '2026-03-05T03:49:00.000Z'), [again('e')], noon)).toMatchObject([{ kind: 'send' }]);
    expect(judge(facts(), [again('a'), again('b')], noon)).toMatchObject([{ kind: 'send' }, { kind: 'suppress', reason: 'same-text-today' }]);
  });

  it('of a joined case are left to its holder; of a closed one they are done', () => {
    const alert = due('a', { class: 'staff-alert', recipient: 'responsible-nurse', escalation: 'e/escalation/1', channels: ['wecom'] });
    const open = (heldBy: string | null) => facts({ openCases: [{ escalation: 'e/escalation/1', episode: 'e', level: 'orange', rules: ['W-1'], prefixes: ['W'], heldBy }] });
    expect(judge(open('x/escalation/1'), [alert], noon)).toMatchObject([{ reason: 'same-case' }]);
    expect(judge(open(null), [alert], noon)).toMatchObject([{ kind: 'send', channel: 'wecom', contact: null }]);
    expect(judge(facts(), [alert], noon)).toMatchObject([{ reason: 'done' }]);
  });
});

describe('the daily cap of SMS', () => {
  const three = [sent('x/1'), sent('x/2'), sent('x/3')];

  it('the lower class yields; safety, dose and visit never do', () => {
    for (const of of messageClasses.filter((c) => messagePolicy[c].audience === 'patient')) {
      const verdict = judge(facts({ sent: three }), [due('a', { class: of })], noon);
      expect(verdict).toMatchObject(messagePolicy[of].dailyCap === 'exempt' ? [{ kind: 'send' }] : [{ kind: 'suppress', reason: 'daily-cap' }]);
    }
    expect(Object.entries(messagePolicy).filter(([, p]) => p.dailyCap === 'exempt' && p.audience === 'patient').map(([name]) => name)).toEqual(['safety', 'dose', 'visit']);
  });

  it('room is kept for what ranks higher and is still to come today', () => {
    const later = { obligation: 'e/pill', class: 'dose' as const, recipient: 'patient' as const, dueAt: '2026-03-05T12:00:00.000Z' };
    expect(judge(facts({ sent: three.slice(0, 2), plannedToday: [later] }), [due('a')], noon)).toMatchObject([{ reason: 'daily-cap' }]);
    expect(judge(facts({ sent: three.slice(0, 2) }), [due('a')], noon)).toMatchObject([{ kind: 'send' }]);
  });

  it('counts SMS of this day only, not the account', () => {
    expect(judge(facts({ sent: three.map((s) => ({ ...s, channel: 'wechat' as const })) }), [due('a')], noon)).toMatchObject([{ kind: 'send' }]);
    expect(judge(facts({ sent: three.map((s) => ({ ...s, at: '2026-03-04T01:00:00.000Z' })) }), [due('a')], noon)).toMatchObject([{ kind: 'send' }]);
  });
});

describe('whatever is due', () => {
  const anyDue = fc.uniqueArray(fc.record({
    name: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), of: fc.constantFrom<MessageClass>(...messageClasses), shared: fc.boolean(), label: fc.boolean(), quiet: fc.boolean(),
  }), { maxLength: 6, selector: ({ name }) => name }).map((list) => list.map(({ name, of, shared, label, quiet }) =>
    due(name, { class: of, recipient: of.startsWith('staff') ? 'responsible-nurse' : 'patient', sharedKey: shared ? 'k' : null, digestLabel: label ? 'l' : null, ignoresQuietHours: quiet })));

  it('every obligation gets exactly one verdict, the same in any order', () => {
    fc.assert(fc.property(anyDue, fc.boolean(), fc.boolean(), fc.constantFrom(noon, night), (list, optedOut, dead, at) => {
      const known = facts({ optedOut, dead, sent: [sent('x/1'), sent('x/2', { sharedKey: 'k', episode: 'x' })] });
      const verdicts = judge(known, list, at);
      expect(verdicts.flatMap((v) => (v.kind === 'send' ? v.carries : [v.obligation])).toSorted()).toEqual(list.map(({ id }) => id).toSorted());
      expect(judge(known, list.toReversed(), at)).toEqual(verdicts);
      if (dead) expect(verdicts.every((v) => v.kind === 'suppress' && v.reason === 'died')).toBe(true);
    }), { seed: 20260302 });
  });
});
