/**
 * Entitlements (服务权益) as a double-entry ledger: every entry moves units from one account to another, so that at every event
 * purchased = used + reserved + refunded + expired + remaining, and no account is ever below zero. One ledger per line: an episode and a service.
 */

export const accounts = ['purchased', 'remaining', 'reserved', 'used', 'refunded', 'expired'] as const;
/** `purchased` is where units come from: it counts what went out of it. */
export type Account = (typeof accounts)[number];

export const entryKinds = ['purchase', 'reserve', 'release', 'use', 'refund', 'expire'] as const;
export type EntryKind = (typeof entryKinds)[number];

/** A unit given back while its visit is booked is released first: each kind has one meaning. */
export const moves: Record<EntryKind, { from: Account; to: Account }> = {
  purchase: { from: 'purchased', to: 'remaining' },
  reserve: { from: 'remaining', to: 'reserved' },
  release: { from: 'reserved', to: 'remaining' },
  use: { from: 'reserved', to: 'used' },
  refund: { from: 'remaining', to: 'refunded' },
  expire: { from: 'remaining', to: 'expired' },
};

export type Entry = { kind: EntryKind; units: number };
export type Balance = Record<Account, number>;

export const emptyBalance: Balance = { purchased: 0, remaining: 0, reserved: 0, used: 0, refunded: 0, expired: 0 };

export type Posted = { outcome: 'posted'; balance: Balance } | { outcome: 'refused'; short: Account; entry: Entry };

/** All entries or none. Refused: the account that would fall below zero, or a number of units that is not a positive integer. */
export function post(balance: Balance, entries: readonly Entry[]): Posted {
  let after = balance;
  for (const entry of entries) {
    const { from, to } = moves[entry.kind];
    const short = from !== 'purchased' && after[from] < entry.units;
    if (short || !Number.isSafeInteger(entry.units) || entry.units < 1) return { outcome: 'refused', short: from, entry };
    after = { ...after, [from]: from === 'purchased' ? after[from] + entry.units : after[from] - entry.units, [to]: after[to] + entry.units };
  }
  return { outcome: 'posted', balance: after };
}

/** One sentence about what does not hold; null: the ledger is balanced. */
export function faultOf(balance: Balance): string | null {
  const negative = accounts.find((account) => balance[account] < 0);
  if (negative) return `${negative} is ${balance[negative]}`;
  const { purchased, remaining, reserved, used, refunded, expired } = balance;
  const sum = used + reserved + refunded + expired + remaining;
  return sum === purchased ? null : `${purchased} purchased, but ${used} used + ${reserved} reserved + ${refunded} refunded + ${expired} expired + ${remaining} remaining = ${sum}`;
}
