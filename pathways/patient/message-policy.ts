/**
 * Which message class passes what: a table, not code (design.md section 6). `rank` 0 is the highest: when the daily cap bites, the
 * higher number yields. Read by the engine (quiet hours, digests) and by the claim (everything).
 */
import type { MessageClass } from '../engine/vocabulary.js';

export type ClassPolicy = {
  audience: 'patient' | 'staff';
  rank: number;
  /** `pass`: sent at any hour. `wait`: moved to the end of the quiet. A case's level may overrule it per message. */
  quietHours: 'pass' | 'wait';
  /** `exempt`: counts towards the cap but never yields to it. */
  dailyCap: 'exempt' | 'yields';
  /** When the whole hospital has sent as many SMS as it may in a day: `passes` goes out all the same, `stops` goes to a person instead. */
  spendCap: 'passes' | 'stops';
  /** May meet others of the same slot and recipient in one message. */
  digest: boolean;
  /** May go out although an identical text did today; `red`: only the text of a RED case. */
  sameText: 'once-a-day' | 'red' | 'repeats';
  /** `stops`: no text after opt-out or death. Staff go on hearing of a patient who opted out, never of contacting a dead one. */
  optOut: 'stops' | 'passes';
  death: 'stops' | 'passes';
  /** While a RED case of the patient is open, in any package: nobody is asked to exercise with a dislocated hip. */
  duringRed: 'stops' | 'passes';
  /** SMS needs the patient's SMS consent. */
  consent: 'needed' | 'not-needed';
  /** Undeliverable: a person is handed the matter for each message, or once a day for all of a kind. */
  handOver: 'each' | 'daily';
};

export const messagePolicy: Readonly<Record<MessageClass, ClassPolicy>> = {
  safety: { audience: 'patient', rank: 0, quietHours: 'pass', dailyCap: 'exempt', spendCap: 'passes', digest: false, sameText: 'red', optOut: 'stops', death: 'stops', duringRed: 'passes', consent: 'not-needed', handOver: 'each' },
  dose: { audience: 'patient', rank: 1, quietHours: 'wait', dailyCap: 'exempt', spendCap: 'passes', digest: false, sameText: 'repeats', optOut: 'stops', death: 'stops', duringRed: 'passes', consent: 'needed', handOver: 'each' },
  visit: { audience: 'patient', rank: 2, quietHours: 'wait', dailyCap: 'exempt', spendCap: 'stops', digest: false, sameText: 'once-a-day', optOut: 'stops', death: 'stops', duringRed: 'passes', consent: 'needed', handOver: 'each' },
  form: { audience: 'patient', rank: 3, quietHours: 'wait', dailyCap: 'yields', spendCap: 'stops', digest: false, sameText: 'once-a-day', optOut: 'stops', death: 'stops', duringRed: 'passes', consent: 'needed', handOver: 'each' },
  measurement: { audience: 'patient', rank: 4, quietHours: 'wait', dailyCap: 'yields', spendCap: 'stops', digest: true, sameText: 'once-a-day', optOut: 'stops', death: 'stops', duringRed: 'passes', consent: 'needed', handOver: 'daily' },
  education: { audience: 'patient', rank: 5, quietHours: 'wait', dailyCap: 'yields', spendCap: 'stops', digest: true, sameText: 'once-a-day', optOut: 'stops', death: 'stops', duringRed: 'stops', consent: 'needed', handOver: 'daily' },
  'staff-alert': { audience: 'staff', rank: 0, quietHours: 'wait', dailyCap: 'exempt', spendCap: 'passes', digest: false, sameText: 'repeats', optOut: 'passes', death: 'stops', duringRed: 'passes', consent: 'not-needed', handOver: 'each' },
  'staff-task': { audience: 'staff', rank: 1, quietHours: 'pass', dailyCap: 'exempt', spendCap: 'passes', digest: false, sameText: 'repeats', optOut: 'passes', death: 'stops', duringRed: 'passes', consent: 'not-needed', handOver: 'each' },
};
