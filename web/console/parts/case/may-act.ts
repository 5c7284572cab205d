/** What the state of a case allows; the API enforces it, the buttons say it before the click. */
import type { WorklistCase } from '../../../../db/read-models/worklist-cases.js';

export type CaseAct = 'acknowledge' | 'contacted' | 'resolve' | 'cancel';
type State = Pick<WorklistCase, 'status' | 'acknowledgedAt' | 'contactedAt'>;

/** Key of the sentence that says why not; null: it may be done. */
export function mayAct(act: CaseAct, { status, acknowledgedAt, contactedAt }: State): 'isClosed' | 'isJoined' | 'isAcknowledged' | 'isContacted' | null {
  if (status === 'closed') return 'isClosed';
  if (status === 'joined') return 'isJoined';
  if (act === 'acknowledge' && acknowledgedAt !== null) return 'isAcknowledged';
  if (act === 'contacted' && contactedAt !== null) return 'isContacted';
  return null;
}
