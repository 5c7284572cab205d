/** The small words of the language: ids, references to parameters, texts and expressions. */
import { z } from 'zod';
import { anchors, channelNames, levels, messageClasses, recipients, staffRoles } from '../../engine/vocabulary.js';

/** Editors show `patternErrorMessage` in place of the bare pattern. */
const word = (pattern: RegExp, what: string) => z.string({ error: `must be ${what}` }).regex(pattern, { error: `must be ${what}` }).meta({ patternErrorMessage: `must be ${what}` });

/** Names that every object inherits: as keys of the engine's records they would be found where nothing is. */
const inherited = ['constructor', 'toString', 'toLocaleString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf', 'propertyIsEnumerable'];
const id = (pattern: RegExp, what: string) => word(pattern, what).refine((text) => !inherited.includes(text), { error: `must be ${what}, and not a word that programs reserve` });

/** Usable in expressions: forms, questions, readings, components, parameters, flags. */
export const CamelId = id(/^[a-z][A-Za-z0-9]*$/, 'a lowerCamelCase id such as `painNow`');
/** Steps, packages, options, services. */
export const KebabId = id(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a kebab-case id such as `first-call`');
/** A fragment by version: `core` is version 1. */
export const FragmentWord = id(/^[a-z0-9]+(-[a-z0-9]+)*(@[1-9]\d*)?$/, 'a fragment such as `core`, or `core@2` for its version 2');
/** The part before the last hyphen is the prefix whose rules share one case. */
export const RuleIdWord = word(/^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*-\d+[a-z]?$/, 'a rule id such as `W-2`');
export const TextKeyWord = word(/^[a-zA-Z0-9]+([.-][a-zA-Z0-9]+)*$/, 'a text key such as `visit.eve`');
/** CEL; type-checked by the compiler. */
export const CelText = z.string({ error: 'must be a CEL expression in quotes' }).min(1, { error: 'must be a CEL expression, not empty' });

/** `$name` of a parameter: the place where a number or time gets its source. */
export const ParamRef = word(/^\$[a-z][A-Za-z0-9]*$/, 'a parameter, `$name`');
/** A number that an author may not write in place, 0 and 1 excepted: they carry no clinical knowledge. */
export const Amount = z.union([ParamRef, z.literal(0), z.literal(1)], { error: 'must be a parameter, `$name` (only 0 and 1 may stand here as they are)' });
/** One parameter that holds a list, or a list of parameters. */
export const Amounts = z.union([Amount, z.array(Amount).min(1)], { error: 'must be a parameter that holds a list, or a list of parameters such as [$first, $second]' });
export const Times = z.union([ParamRef, z.array(ParamRef).min(1)], { error: 'must be a parameter that holds times, or a list of parameters such as [$morning, $evening]' });

export const AnchorWord = z.enum(anchors);
export const LevelWord = z.enum(levels);
export const RoleWord = z.enum(staffRoles);
export const RecipientWord = z.enum(recipients);
export const ClassWord = z.enum(messageClasses);
export const ChannelWord = z.enum(channelNames);
export const Roles = z.array(RoleWord).min(1, { error: 'must name at least one role' });
export const Channels = z.array(ChannelWord).min(1, { error: 'must name at least one channel' });
