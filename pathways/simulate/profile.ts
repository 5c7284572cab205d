/** What virtual people are like inside, as data (`profiles.yaml`): invented but plausible, and no clinical claim. */
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { anchors } from '../engine/vocabulary.js';

const Share = z.number().min(0).max(1);
const Range = z.tuple([z.number(), z.number()]).readonly().refine(([low, high]) => low <= high, 'the first is the smaller one');

/** Something that goes wrong now and then: an infection, decompensation, a low mood. */
const Trouble = z.strictObject({
  /** Chance per patient-week that it begins. */
  perWeek: Share,
  days: Range,
});

/** A number of the body that several questions and devices see. */
const Signal = z.strictObject({
  /** Mean of all patients, and how far patients differ from each other and one patient from day to day (standard deviations). */
  mean: z.number(),
  between: z.number().min(0),
  within: z.number().min(0),
  low: z.number(),
  high: z.number(),
  /** Scores that come in steps. */
  multipleOf: z.number().positive().optional(),
  /** What it heals towards, and in how many days half of the way is gone. */
  towards: z.strictObject({ value: z.number(), halfDays: z.number().positive() }).optional(),
  /** Added at the height of a trouble; somewhere in the range. */
  in: z.record(z.string(), Range).optional(),
  /** A share of all values for themselves, and what is added: a coffee, a missed meal. */
  spikes: z.strictObject({ share: Share, by: Range }).optional(),
});

const Weights = z.record(z.string(), z.number().min(0));

/** How one question, or one component of a reading, is answered. */
const Item = z.union([
  z.strictObject({ signal: z.string() }),
  /** Yes or no: `rate` is the chance of `yes` by itself, `in` while a trouble lasts. */
  z.strictObject({ yes: Share, in: z.record(z.string(), Share).optional(), per: z.literal('person').optional() }),
  z.strictObject({ weights: Weights, in: z.record(z.string(), Weights).optional(), per: z.literal('person').optional() }),
  /** Becomes true (or the option) for so many patients on a day of the course, and stays so. */
  z.strictObject({ turns: z.union([z.boolean(), z.string()]), from: z.string().optional(), share: Share, days: Range }),
  /** Day of the course on which that item turned. */
  z.strictObject({ dayOf: z.string() }),
  /** Days since something that lay so many days before the launch, and comes again after so many. */
  z.strictObject({ daysSince: Range, every: z.number().positive().optional() }),
  /** How many times it has been asked, this one included: the third injection is 3. */
  z.strictObject({ tally: z.literal(true) }),
]);

const Body = z.strictObject({
  age: Range.optional(),
  flags: z.record(z.string(), Share).optional(),
  troubles: z.record(z.string(), Trouble).optional(),
  signals: z.record(z.string(), Signal).optional(),
  items: z.record(z.string(), Item).optional(),
  /** Values of staff (blood counts): a reading that no step asks the patient for. */
  staffReadings: z.record(z.string(), z.strictObject({ firstDay: z.number(), everyDays: z.number().positive() })).optional(),
  /** Readings that only another package of the same patient asks for: nobody measures them in a life with one package. */
  elsewhere: z.array(z.string()).optional(),
  personal: z.record(z.string(), Range).optional(),
});

const AnchorProfile = z.union([
  /** Days from the launch (a past one is negative), for so many patients. */
  z.strictObject({ days: Range, share: Share.default(1) }),
  /** Rounds. */
  z.strictObject({ first: Range, every: Range }),
]);

export const ProfileFile = z.strictObject({
  /** Days between the main anchor and the launch. */
  launchAfter: z.partialRecord(z.enum(anchors), Range),
  anchors: z.partialRecord(z.enum(anchors), AnchorProfile),
  everybody: Body,
  /** What differs in the people who buy a package; entries replace those of everybody. */
  packages: z.record(z.string(), Body),
});

export type Profiles = z.infer<typeof ProfileFile>;
export type BodyProfile = z.infer<typeof Body>;
export type SignalProfile = z.infer<typeof Signal>;
export type ItemProfile = z.infer<typeof Item>;


/** Throws with what is wrong and where; it is our own file. */
export function readProfiles(yaml: string): Profiles {
  const parsed = ProfileFile.safeParse(parseDocument(yaml).toJS());
  if (!parsed.success) throw new Error(`profiles.yaml: ${z.prettifyError(parsed.error)}`);
  const { everybody, packages } = parsed.data;
  for (const [name, body] of [['everybody', everybody] as const, ...Object.entries(packages)]) {
    const signals = { ...everybody.signals, ...body.signals };
    const lost = Object.entries(body.items ?? {}).find(([, item]) => 'signal' in item && !Object.hasOwn(signals, item.signal));
    if (lost) throw new Error(`profiles.yaml: ${lost[0]} of ${name} names a signal that does not exist`);
  }
  return parsed.data;
}

/** Everybody, with what the buyers of this package have of their own. */
export function bodyOf({ everybody, packages }: Profiles, packageId: string): BodyProfile {
  const own = packages[packageId];
  if (!own) return everybody;
  return {
    ...everybody, ...own,
    flags: { ...everybody.flags, ...own.flags }, troubles: { ...everybody.troubles, ...own.troubles }, signals: { ...everybody.signals, ...own.signals },
    items: { ...everybody.items, ...own.items }, staffReadings: { ...everybody.staffReadings, ...own.staffReadings }, personal: { ...everybody.personal, ...own.personal },
  };
}
