/** The page's data as the API gives it. */
import type { OpenAlarm } from '../../../../db/alarms.js';
import type { AuditRun } from '../../../../db/audit/runs.js';
import type { ChannelRow, OutcomeRow, OverdueRow } from '../../../../db/read-models/operations/delivery.js';
import type { Health, StuckEpisode } from '../../../../db/read-models/operations/health.js';
import type { SlaRow } from '../../../../db/read-models/operations/sla.js';
import type { WorkerRound } from '../../../../db/worker-rounds.js';

export type Operations = { from: string; until: string; outcomes: OutcomeRow[]; channels: ChannelRow[]; overdue: OverdueRow[]; sla: SlaRow[]; health: Health; stuck: StuckEpisode[]; rounds: WorkerRound[]; alarms: OpenAlarm[] };
export type Audits = { items: AuditRun[] };

/** One decimal, rounded down: 99.96 % of promises kept is not 100 %. */
export const percent = (part: number, whole: number): string => (Math.floor((part / whole) * 1000) / 10).toFixed(1);

/** Loops come round at least this often (worker.ts) in seconds, and a mark is written at most every ten. */
const longestPause: Readonly<Record<string, number>> = { starter: 30, relay: 30, 'service loop': 30, sweep: 60, payments: 60, refunds: 60, audit: 120, seal: 180, 'entitlement expiry': 180, 'expiry warning': 180, 'file sweep': 1_500, 'access sweep': 7_500, 'reply notices': 60, 'overdue questions': 60 };

/** True when the loop should have come again by now. */
export const isStale = ({ name, cameAt }: Pick<WorkerRound, 'name' | 'cameAt'>, now: string): boolean => Date.parse(now) - Date.parse(cameAt) > (longestPause[name] ?? 300) * 1000;
