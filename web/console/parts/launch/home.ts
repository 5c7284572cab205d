/** Where a patient lives, for the launch page and the patient's record. */
import { useQuery } from '@tanstack/react-query';
import type { HomePlace } from '../../../../db/visits/places.js';
import { ApiProblem, get } from '../../api.js';

/** null: no address is recorded. A look is logged, so it is read once per visit of the page, not whenever something changes. */
export const useHome = (patientId: string) =>
  useQuery<HomePlace | null>({
    queryKey: [`/patients/${patientId}/place`, 'or none'], staleTime: Infinity, retry: false,
    queryFn: () => get<HomePlace>(`/patients/${patientId}/place`).catch((error: unknown) => {
      if (error instanceof ApiProblem && error.status === 404) return null;
      throw error;
    }),
  });
