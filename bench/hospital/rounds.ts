/** What a worker asks by itself, every half second to every minute, whatever there is to do: it must not cost what the hospital has. */
import { noHook } from '../../activities/hook.js';
import type { Sql } from '../../db/client.js';
import { expireUnits, warnOfExpiry } from '../../db/entitlement-expiry.js';
import { sweepFiles } from '../../db/file-sweep.js';
import { takeInbox } from '../../db/inbox.js';
import { raiseOverdueInquiries } from '../../db/inquiries/overdue.js';
import { tellReplies } from '../../db/inquiries/reply-notice.js';
import { takeLaunching } from '../../db/launching.js';
import { sweep } from '../../db/ledger/sweep.js';
import type { Anchor, AnchorLine } from '../../db/sealing/anchor.js';
import { sealRound } from '../../db/sealing/round.js';
import { fakeChannels } from '../../db/testing/fake-channel.js';
import { serviceRound } from '../../db/visits/service-round.js';
import { createCrypt } from '../../messages/crypt.js';
import { testKeys } from '../../test/support/keys.js';

/** Nothing is written outside: the disk is not what is measured. */
function anchorInMemory(): Anchor {
  const lines: AnchorLine[] = [];
  return { read: () => Promise.resolve({ lines, fault: null }), append: (more) => Promise.resolve(void lines.push(...more)) };
}

/** Of one database: each as `worker.ts` calls it, with how often it does. */
export function roundsOf(sql: Sql): Record<string, () => Promise<unknown>> {
  const ledger = { sql, channels: fakeChannels([]), crypt: createCrypt(testKeys), publicUrl: 'https://care.test', hook: noHook };
  const anchor = anchorInMemory();
  return {
    'starter, every 0.5 s': () => takeLaunching(sql, { limit: 20, leaseSeconds: 30 }),
    'relay, every 0.5 s': () => takeInbox(sql, { limit: 25, leaseSeconds: 30 }),
    'service loop, every 1.5 s': () => serviceRound(ledger),
    'sweep, every 15 s': () => sweep(ledger, { nudge: () => Promise.resolve(true) }),
    'overdue questions, every 15 s': () => raiseOverdueInquiries(sql),
    'reply notices, every 15 s': () => tellReplies(ledger),
    'entitlement expiry, every 60 s': () => expireUnits(sql),
    'expiry warning, every 60 s': () => warnOfExpiry(sql),
    'seal, every 60 s': () => sealRound({ sql, locks: sql, anchor }),
    'file sweep, every 10 min': () => sweepFiles(sql, () => Promise.resolve()),
  };
}
