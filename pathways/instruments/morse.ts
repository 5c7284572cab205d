/**
 * Morse fall scale 0-125, source [12]: earlier fall 25, second diagnosis 15, walking aid 0/15/30, intravenous line 20, gait 0/10/20,
 * forgets own limits 15. High from 45 here, moderate 25-44; some texts use "above 45", so packages compare the total with a parameter
 * and `morseBand` takes the cut.
 */
import { bandOf, instrument } from './instrument.js';

const aids = { none: 0, 'crutch-cane-walker': 15, furniture: 30 } as const;
const gaits = { normal: 0, weak: 10, impaired: 20 } as const;

/** `highFrom`: lowest total that is high (45; 46 for texts that say "above 45"). */
export const morseBand = (total: number, highFrom = 45): string => bandOf(total, [[0, 'low'], [25, 'moderate'], [highFrom, 'high']]);

export const morse = instrument(
  'morse',
  {
    fallen: { kind: 'boolean' },
    secondDiagnosis: { kind: 'boolean' },
    aid: { kind: 'choice', options: ['none', 'crutch-cane-walker', 'furniture'] },
    intravenous: { kind: 'boolean' },
    gait: { kind: 'choice', options: ['normal', 'weak', 'impaired'] },
    forgetsLimits: { kind: 'boolean' },
  },
  (a) => {
    const total = (a.fallen ? 25 : 0) + (a.secondDiagnosis ? 15 : 0) + aids[a.aid] + (a.intravenous ? 20 : 0) + gaits[a.gait] + (a.forgetsLimits ? 15 : 0);
    return { total, band: morseBand(total) };
  },
);
