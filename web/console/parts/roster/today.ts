/** The hospital's date when the page was opened; a page left open over midnight is read again by its live queries, not by this. */
import { useState } from 'react';
import { fromMs, localDateOf } from '../../../../pathways/time.js';
import { useMe } from '../../session.js';

export function useToday(): string {
  const { hospital } = useMe();
  const [today] = useState(() => localDateOf(fromMs(Date.now()), hospital.zone));
  return today;
}
