/** As `Read`, of what belongs to one patient: where it is not the reader's, the form for an emergency stands in its place, and nothing that was read before. */
import type { UseQueryResult } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { ApiProblem } from '../../api.js';
import { Read } from '../Read.js';
import { Emergency } from './Emergency.js';

/** `patientId` null: the address names something else of hers. `order`: of the form's heading. */
type Props<T> = { of: UseQueryResult<T>; patientId: string | null; order: 1 | 2; children: (data: T) => ReactNode };

export function ReadRecord<T>({ of, patientId, order, children }: Props<T>) {
  return useOutside(of) ? <Emergency patientId={patientId} order={order} outside /> : <Read of={of}>{children}</Read>;
}

/** Until it is answered otherwise: while the same is read again, the form stays with what is written in it. */
function useOutside({ isError, error, isSuccess, isPlaceholderData }: UseQueryResult<unknown>): boolean {
  const [outside, mark] = useState(false);
  const now = isError ? error instanceof ApiProblem && error.reason === 'outside-care-team' : isSuccess && !isPlaceholderData ? false : outside;
  if (now !== outside) mark(now);
  return now;
}
