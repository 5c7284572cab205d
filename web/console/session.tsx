/** Who sits here and what they may do: shown before the click, enforced by the API. */
import { createContext, useContext, type ReactNode } from 'react';
import type { Permission } from '../../api/permissions.js';
import { useRead } from './live.js';

export type Me = { accountId: string; hospitalId: string; roles: string[]; displayName: string; permissions: Permission[]; keptToCareTeams: boolean; hospital: { name: string; kind: 'real' | 'training'; zone: string; phone: string } };

const SessionContext = createContext<Me | null>(null);

export function SessionProvider({ children, waiting }: { children: ReactNode; waiting: ReactNode }) {
  const { data } = useRead<Me>('/session', []);
  return data ? <SessionContext value={data}>{children}</SessionContext> : waiting;
}

export function useMe(): Me {
  const me = useContext(SessionContext);
  if (me === null) throw new Error('useMe outside SessionProvider');
  return me;
}

export const useMay = (permission: Permission): boolean => useMe().permissions.includes(permission);
