/** What GET /my/account says. */
import type { OwnAccount, OwnSession } from '../../../../db/own-account.js';

export type MySession = OwnSession & { current: boolean };
export type MyAccount = Omit<OwnAccount, 'hasPassword' | 'sessions'> & { hospital: string; password: 'own' | 'provider' | 'none' | 'key'; rules: { least: number; most: number }; sessions: MySession[] };
