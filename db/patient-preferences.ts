/** How a patient wishes to be met: language, large type, and quiet hours of their own on top of the plans'. */
import type { LocalTime } from '../pathways/engine/vocabulary.js';
import { announceChanges } from './changes.js';
import { transact, type Db, type Sql } from './client.js';
import { lockLiving } from './patient-lock.js';

export type Preferences = { language: 'zh-CN' | 'en'; elderMode: boolean | null; /** Local time, from in the evening until in the morning; null: the plans' alone. */ quiet: { from: LocalTime; until: LocalTime } | null };

/** Conventions (C): at least from noon to five in the afternoon a message may come, or nothing routine would ever arrive in time. */
export const quietLimits = { fromEarliest: '17:00', untilLatest: '12:00' } as const;
export const quietFits = ({ from, until }: { from: LocalTime; until: LocalTime }): boolean => from >= quietLimits.fromEarliest && until <= quietLimits.untilLatest;

export async function preferencesOf(sql: Db, hospitalId: string, patientId: string): Promise<Preferences | null> {
  const [row] = await sql<{ language: string; elderMode: boolean | null; quietFrom: string | null; quietUntil: string | null }[]>`
    select language, elder_mode, quiet_from, quiet_until from patient where id = ${patientId} and hospital_id = ${hospitalId}`;
  if (!row) return null;
  const { language, elderMode, quietFrom, quietUntil } = row;
  return { language: language.startsWith('en') ? 'en' : 'zh-CN', elderMode, quiet: quietFrom === null || quietUntil === null ? null : { from: quietFrom, until: quietUntil } };
}

/** The claim reads the quiet hours afresh for every message. False: no such patient. */
export const setPreferences = (sql: Sql, hospitalId: string, ofPatient: string, change: Partial<Preferences>): Promise<boolean> =>
  transact(sql, async (tx) => {
    const patientId = await lockLiving(tx, ofPatient);
    if (patientId === null) return false;
    const { language, elderMode, quiet } = change;
    const rows = await tx`update patient set language = ${language ?? tx`language`}, elder_mode = ${elderMode === undefined ? tx`elder_mode` : elderMode},
        quiet_from = ${quiet === undefined ? tx`quiet_from` : (quiet?.from ?? null)}, quiet_until = ${quiet === undefined ? tx`quiet_until` : (quiet?.until ?? null)}
      where id = ${patientId} and hospital_id = ${hospitalId} returning id`;
    if (rows.length > 0) await announceChanges(tx, hospitalId, [{ topic: 'patient', ref: patientId }]);
    return rows.length > 0;
  });
