/** Who acts at a visit, as the service loop judges it (db/visits/stand-in.ts). */
import type { Principal } from '../db/accounts.js';
import type { Guard } from '../db/intake.js';
import { actAsGoer, type Actor, type GoerAct } from '../db/visits/stand-in.js';
import type { Crypt } from '../messages/crypt.js';
import { allows } from './permissions.js';

export const actorOf = (principal: Principal, reason: string | undefined): Actor => ({ by: principal.accountId, mayStandIn: allows(principal, 'visit:stand-in'), reason: reason ?? null });

/** Refuses a command to a visit that somebody else has, unless the caller may stand in and says why. */
export const asGoer = (crypt: Crypt, principal: Principal, visit: { episodeId: string; occurrence: string; act: GoerAct }, reason: string | undefined): Guard =>
  (tx) => actAsGoer(tx, crypt, { hospitalId: principal.hospitalId, ...visit, actor: actorOf(principal, reason) });
