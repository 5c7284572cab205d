import { z } from 'zod';
import { stepBase } from './step-base.js';
import { Amount, CamelId, Channels, ClassWord, KebabId, ParamRef, RecipientWord, TextKeyWord } from './words.js';

/** A text before a visit, e.g. the evening before at 18:00. */
export const ReminderText = z.strictObject({
  purpose: KebabId.describe('part of the message’s identity, e.g. eve'),
  text: TextKeyWord,
  daysBefore: Amount.describe('days before the visit'),
  at: ParamRef,
  class: ClassWord,
  to: RecipientWord,
  channels: Channels,
});

/** A home, clinic or online appointment, done by a person and closed by a record. */
export const Visit = z.strictObject({
  kind: z.literal('visit'),
  ...stepBase,
  who: z.enum(['nurse', 'therapist', 'doctor']),
  place: z.enum(['home', 'online', 'clinic']),
  service: KebabId.describe('one of the services that the package sells'),
  window: z.strictObject({ early: Amount, late: Amount }).describe('acceptable days before and after the due date'),
  materials: z.array(TextKeyWord).default([]).describe('what to bring'),
  sop: z.array(TextKeyWord).default([]).describe('what to do, in order'),
  record: z.array(CamelId).min(1, { error: 'must name at least one form: a visit without a record cannot be completed' }).describe('forms that make up the visit record; their answers meet the rules'),
  missedAfterHours: Amount.describe('a visit not completed so long after its time is missed'),
  missed: z.enum(['rebook', 'close']).describe('rebook: a task to book it again; close: it stays missed. A person is told either way'),
  reminders: z.array(ReminderText).default([]),
});
