/** What a page needs to have something to show. */
import { fromMs, localDateOf } from '../../../pathways/time.js';
import { dischargeOf } from '../../support/discharge.js';
import type { House } from './house.js';

/** A synthetic patient (Aunt Zhang after her hip replacement) who goes home today; `more` as in `dischargeOf`. */
export const dischargeToday = (house: House, ref: string, more: Record<string, unknown> = {}): Promise<{ dischargeId: string; patientId: string }> =>
  house.api('POST', '/discharges', dischargeOf(ref, localDateOf(fromMs(Date.now()), 'Asia/Shanghai'), more));
