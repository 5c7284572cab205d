import { z } from 'zod';
import { stepBase } from './step-base.js';
import { Amount, CamelId, Channels, ClassWord, KebabId, ParamRef, RecipientWord, TextKeyWord } from './words.js';

/** A text before a visit, e.g. the evening before at 18:00. */
export const ReminderText = z.strictObject({
  purpose: KebabId,
  text: TextKeyWord,
  daysBefore: Amount,
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
  service: KebabId,
  window: z.strictObject({ early: Amount, late: Amount }),
  materials: z.array(TextKeyWord).default([]),
  sop: z.array(TextKeyWord).default([]),
  record: z.array(CamelId).min(1, { error: 'must name at least one form: a visit without a record cannot be completed' }),
  missedAfterHours: Amount,
  missed: z.enum(['rebook', 'close']),
  reminders: z.array(ReminderText).default([]),
});
