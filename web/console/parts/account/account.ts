/** What GET /my/account says. */
import type { Instant } from '../../../../pathways/engine/vocabulary.js';
import type { OwnAccount, OwnSession } from '../../../../db/own-account.js';
import type { OwnFactor } from '../../../../db/second-factor.js';

export type MySession = OwnSession & { current: boolean };
export type MyAccount = Omit<OwnAccount, 'hasPassword' | 'givenUntil' | 'sessions'> & { /** Till then a password of one's own has to be chosen; null: there is nothing to choose. */ chooseBy: Instant | null; hospital: string; password: 'own' | 'provider' | 'none' | 'key'; rules: { least: number; most: number }; secondFactor: OwnFactor & { /** Nothing else opens before. */ toSetUp: boolean }; sessions: MySession[] };
