/** All instruments by id: used by the publisher (ids, ranges) and by the engine (scores). Source numbers are those of the clinical content's list. */
import { barthel, barthelTotal } from './barthel.js';
import { braden } from './braden.js';
import { brass } from './brass.js';
import { cat } from './cat.js';
import { epds } from './epds.js';
import { frail } from './frail.js';
import { gad7 } from './gad7.js';
import { hospital, hospital2013, hospitalSimplified } from './hospital-score.js';
import type { Instrument } from './instrument.js';
import { kubota } from './kubota.js';
import { lace } from './lace.js';
import { mmrc } from './mmrc.js';
import { mnaSf } from './mna-sf.js';
import { morse } from './morse.js';
import { mrs } from './mrs.js';
import { news2 } from './news2.js';
import { nihss } from './nihss.js';
import { nrsPain } from './nrs-pain.js';
import { nyha } from './nyha.js';
import { phq2 } from './phq2.js';
import { phq9 } from './phq9.js';
import { push } from './push.js';
import { tug } from './tug.js';
import { wagner } from './wagner.js';

export const instruments: Readonly<Record<string, Instrument>> = Object.fromEntries(
  [
    barthel, barthelTotal, braden, brass, cat, epds, frail, gad7, hospital, hospital2013, hospitalSimplified, kubota, lace, mmrc, mnaSf, morse, mrs,
    news2, nihss, nrsPain, nyha, phq2, phq9, push, tug, wagner,
  ].map((one) => [one.id, one]),
);
