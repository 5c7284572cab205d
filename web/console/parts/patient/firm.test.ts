import { describe, expect, it } from 'vitest';
import type { OutlookFirm } from '../../../../db/read-models/patient-outlook.js';
import { mergedFirm } from './firm.js';

const step = (occurrence: string, kind = 'form'): OutlookFirm => ({ at: '2026-03-05T02:00:00.000Z', episodeId: 'e', what: 'step', kind, step: 's', label: 'x', occurrence, obligation: null, purpose: null, recipient: null, channels: [], slotFrom: null, bookable: false });
const message = (occurrence: string, purpose: string, recipient = 'patient'): OutlookFirm => ({ ...step(occurrence), what: 'message', obligation: `${occurrence}/${purpose}`, purpose, recipient, channels: ['wechat', 'sms'] });

describe('What is certain', () => {
  it('a request and the message that carries it are one line', () => expect(mergedFirm([step('a'), message('a', 'invite')], { staff: true })).toMatchObject([{ what: 'step', by: ['wechat', 'sms'] }]));
  it('a reminder on the eve stays a line of its own', () => expect(mergedFirm([message('a', 'eve'), step('a', 'visit')], { staff: true })).toHaveLength(2));
  it('a message without its step in sight is not lost', () => expect(mergedFirm([message('a', 'invite')], { staff: true })).toHaveLength(1));
  it('staff tasks come only when asked for', () => expect([mergedFirm([message('a', 'book', 'case-manager')], { staff: false }), mergedFirm([message('a', 'book', 'case-manager')], { staff: true })].map(({ length }) => length)).toEqual([0, 1]));
});
