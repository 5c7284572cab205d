/** Words in the cells of a discharge list. Taken is what can mean one thing only; null says that it cannot. */
import { isLocalDate } from '../pathways/time.js';
import { notInYearZero } from './record.js';

const yes = /^(是|是的|有|√|✓|✔|✅|☑|y|yes|true|1|同意|已同意|愿意|已签|已签署)$/;
/** An empty cell or a stroke: nobody has said yes. */
const no = /^(|否|不|不是|无|没有|×|✗|✘|❌|□|☐|n|no|false|0|不同意|未同意|不愿意|拒绝|未签|未签署|-+|—+|–|\/|\\)$/;

const plain = (written: string): string => written.normalize('NFKC').trim().toLowerCase().replaceAll('\ufe0f', '');

/** A Latin "x" is a cross on one form and a tick on the next: null. */
export const yesNo = (written: string): boolean | null => (yes.test(plain(written)) ? true : no.test(plain(written)) ? false : null);

export function sexOf(written: string): 'male' | 'female' | 'unknown' | null {
  const word = plain(written);
  if (/^(男|男性|m|male)$/.test(word)) return 'male';
  if (/^(女|女性|f|female)$/.test(word)) return 'female';
  return /^(|未知|不详|未说明|其他|unknown|other|-)$/.test(word) ? 'unknown' : null;
}

/** Through the emergency department or not; undefined: it does not say. */
export function acuteOf(written: string): boolean | undefined | null {
  if (/急诊|emergency/i.test(written)) return true;
  if (/门诊|择期|elective|planned/i.test(written)) return false;
  return /^(|其他|其它|转院|其他医疗机构转入|不详|未知|other|unknown|-)$/i.test(written) ? undefined : null;
}

/** As hospitals write a day, with or without its time of day. null: no calendar has it. */
export function dayOf(written: string): string | null {
  const day = written.normalize('NFKC').trim().replace(/(?<=\d|日)(\s+|T)\d{1,2}[:时]\d{1,2}([:分]\d{1,2}(\.\d+)?)?(秒|分)?$/, '');
  const iso = day.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3').replace(/[年月./]/g, '-').replace(/日/g, '').replace(/-(\d)(?=-|$)/g, '-0$1');
  return isLocalDate(iso) && notInYearZero.test(iso) ? iso : null;
}
