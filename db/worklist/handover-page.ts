/** What one shift leaves to the next, on one page: the open cases of whoever goes and those that nobody has, promised call-backs, tasks taken. */
import { uncalledWords } from '../read-models/never-called.js';
import { createHash } from 'node:crypto';
import type { Crypt } from '../../messages/crypt.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { wholeName } from '../../pathways/people/whole-name.js';
import type { Sql } from '../client.js';
import { canonicalJson } from '../journal.js';
import { packageWords } from '../read-models/package-words.js';
import { callKinds } from '../read-models/worklist-counts.js';
import { worklistCases, type WorklistCase } from '../read-models/worklist-cases.js';
import { worklistTasks } from '../read-models/worklist-tasks.js';
import { openCallBacks } from './call-backs.js';
import { notesOf } from './notes.js';

export const shifts = ['day', 'evening', 'night', 'other'] as const;
export type Shift = (typeof shifts)[number];
type Both = { zh: string; en: string };

export type HandedCase = {
  escalationId: string; n: number; level: string; patient: string; birthDate: string | null; package: Both; rules: string[]; instruction: Both; reports: string[]; status: string;
  raisedAt: Instant; ackBy: Instant | null; acknowledgedAt: Instant | null; contactBy: Instant; contactedAt: Instant | null; breached: string[]; rung: number;
  /** Had nobody until now. */
  unowned: boolean; notes: { text: string; byName: string; at: Instant }[];
};
export type HandedCallBack = { callBackId: string; patient: string; dueAt: Instant; note: string | null };
export type HandedTask = { taskId: string; patient: string; instruction: string; dueAt: Instant };
export type HandoverPage = { madeAt: Instant; hospital: string; from: string; to: string; shift: Shift; remarks: string; cases: HandedCase[]; callBacks: HandedCallBack[]; tasks: HandedTask[] };
export type Moves = { cases: string[]; callBacks: string[]; tasks: string[] };

/** One page has room for so many; a longer worklist is a matter for the head nurse, not for a signature. */
const most = 200;

export type Parties = { hospitalId: string; hospital: string; from: { id: string; name: string }; to: { id: string; name: string }; shift: Shift; remarks: string; madeAt: Instant };

export async function handoverPage(sql: Sql, crypt: Crypt, { hospitalId, hospital, from, to, shift, remarks, madeAt }: Parties): Promise<{ page: HandoverPage; moves: Moves }> {
  const [open, promised, work] = await Promise.all([
    worklistCases(sql, { hospitalId, language: 'zh-CN', limit: most }),
    openCallBacks(sql, crypt, hospitalId),
    worklistTasks(sql, { hospitalId, language: 'zh-CN', kinds: callKinds, limit: most }),
  ]);
  const cases = open.items.filter(({ ownerId }) => ownerId === null || ownerId === from.id);
  const notes = await notesOf(sql, crypt, hospitalId, cases.map(({ escalationId }) => escalationId));
  const callBacks = promised.filter(({ owner }) => owner === from.id);
  const tasks = work.items.filter(({ ownerId }) => ownerId === from.id);
  const page: HandoverPage = {
    madeAt, hospital, from: from.name, to: to.name, shift, remarks,
    cases: await Promise.all(cases.map((one) => handed(sql, hospitalId, one, notes))),
    callBacks: callBacks.map((c) => ({ callBackId: c.callBackId, patient: wholeName(c), dueAt: c.dueAt, note: c.note })),
    tasks: tasks.map((t) => ({ taskId: t.taskId, patient: wholeName(t), instruction: t.instruction, dueAt: t.dueAt })),
  };
  return { page, moves: { cases: cases.map(({ escalationId }) => escalationId), callBacks: callBacks.map(({ callBackId }) => callBackId), tasks: tasks.map(({ taskId }) => taskId) } };
}

async function handed(sql: Sql, hospitalId: string, c: WorklistCase, notes: Awaited<ReturnType<typeof notesOf>>): Promise<HandedCase> {
  const key = { id: c.planId, version: c.planVersion, hash: c.planHash };
  const [zh, en] = await Promise.all([packageWords(sql, hospitalId, key, 'zh-CN'), packageWords(sql, hospitalId, key, 'en')]);
  return {
    escalationId: c.escalationId, n: c.n, level: c.level, patient: wholeName(c), birthDate: c.birthDate, package: { zh: zh.title, en: en.title }, rules: c.rules,
    instruction: c.neverCalled ? { ...uncalledWords } : { zh: zh.say(c.instruction), en: en.say(c.instruction) }, reports: c.reports, status: c.status, raisedAt: c.raisedAt, ackBy: c.ackBy, acknowledgedAt: c.acknowledgedAt,
    contactBy: c.contactBy, contactedAt: c.contactedAt, breached: c.breached, rung: c.rung, unowned: c.ownerId === null,
    notes: notes.filter(({ escalation }) => escalation === c.escalationId).map(({ text, byName, at }) => ({ text, byName, at })),
  };
}

/** Both sign the same bytes: what the second one reads is what the first one signed. */
export const pageHash = (page: HandoverPage): string => createHash('sha256').update(canonicalJson(page)).digest('hex');
