/** `why <escalation>`: which finding raised it, what else was looked at, and who did what since. */
import type { EpisodeEvent } from '../../pathways/engine/events.js';
import type { Sql } from '../client.js';
import { causeLines, verdictLines } from './causes.js';
import { NothingToExplain, type Explanation, type Phrase, type Section } from './explanation.js';
import { agrees, basis, findEvents, traceOf, worded, type Trace } from './trace.js';
import { levelWords, titles } from './words.js';

/** null: no case has this id. */
export async function whyEscalation(sql: Sql, ref: string, reveal: boolean): Promise<Explanation | null> {
  const [row] = await sql<{ id: string; episodeId: string }[]>`select id, episode_id from escalation where id = ${ref}`;
  if (!row) return null;
  const trace = await traceOf(sql, row.episodeId, reveal);
  const [raised] = findEvents(trace, 'EscalationRaised', (event) => event.escalation === row.id);
  if (!raised) throw new NothingToExplain(`Case ${row.id} is on the worklist, but the journal never raised it: run wuyou audit`);
  const { event } = raised;
  const level = levelWords[event.level];
  const instruction = worded(trace, event.instruction);
  const sections: Section[] = [
    { title: titles.outcome, lines: [
      { zh: `${level.zh}预警，${trace.time(event.at)}，规则 ${event.rules.join(', ')}，通知 ${event.to.join(', ')}`, en: `${level.en} case, ${trace.time(event.at)}, rules ${event.rules.join(', ')}, told to ${event.to.join(', ')}` },
      { zh: `处置：${instruction.zh}`, en: `To do: ${instruction.en}` },
      { zh: `${event.ackBy ? `接警时限 ${trace.time(event.ackBy)}，` : ''}联系时限 ${trace.time(event.contactBy)}`, en: `${event.ackBy ? `acknowledge by ${trace.time(event.ackBy)}, ` : ''}contact by ${trace.time(event.contactBy)}` },
    ] },
    { title: titles.origin, lines: causeLines(trace, event.cause) },
    { title: titles.rules, lines: verdictLines(trace, raised.row) },
    { title: titles.course, lines: courseOf(trace, row.id) },
    { title: titles.messages, lines: await messagesOf(sql, trace, row.id) },
    basis(trace, raised.row),
  ];
  return { kind: 'escalation', subject: row.id, episodeId: row.episodeId, sections, verified: agrees(trace, raised.row.seq) };
}

function courseOf(trace: Trace, escalation: string): Phrase[] {
  return trace.rows.flatMap((row) => row.events).flatMap((event) => ('escalation' in event && event.escalation === escalation ? stage(trace, event) : []));
}

function stage({ time, reveal }: Trace, event: EpisodeEvent): Phrase[] {
  const at = time(event.at);
  switch (event.type) {
    case 'EscalationAcknowledged': return [{ zh: `${at} 已接警（${event.by}）`, en: `${at} acknowledged by ${event.by}` }];
    case 'EscalationContacted': return [{ zh: `${at} 已联系患者（${event.by}）`, en: `${at} patient contacted by ${event.by}` }];
    case 'EscalationBreached': return [{ zh: `${at} 超时（${event.which === 'acknowledge' ? '接警' : '联系'}）`, en: `${at} deadline missed (${event.which})` }];
    case 'EscalationNoted': return [{ zh: `${at} 备注：${reveal ? event.note : '•••'}`, en: `${at} note: ${reveal ? event.note : '•••'}` }];
    case 'EscalationClimbed': return [{ zh: `${at} 上报 ${event.to.join(', ')}`, en: `${at} climbed to ${event.to.join(', ')}` }];
    case 'EscalationUpdated': return [{ zh: `${at} 并入新情况 ${event.rules.join(', ')}`, en: `${at} also found: ${event.rules.join(', ')}` }];
    case 'EscalationUpgraded': return [{ zh: `${at} 升级为${levelWords[event.level].zh}，重新计时`, en: `${at} upgraded to ${levelWords[event.level].en}, clock restarted` }];
    case 'EscalationJoined': return [{ zh: `${at} 由预警 ${event.heldBy} 一并处理`, en: `${at} joined to case ${event.heldBy}` }];
    case 'EscalationTakenOver': return [{ zh: `${at} 由本服务接手`, en: `${at} taken over by this episode` }];
    case 'EscalationClosed': return [{ zh: `${at} 已结束：${event.outcome}（${event.by}）`, en: `${at} closed: ${event.outcome} by ${event.by}` }];
    default: return [];
  }
}

async function messagesOf(sql: Sql, { time }: Trace, escalation: string): Promise<Phrase[]> {
  const rows = await sql<{ id: string; purpose: string; recipient: string; state: string; reason: string | null; dueAt: string }[]>`
    select id, purpose, recipient, state, reason, due_at from obligation where escalation = ${escalation} order by due_at, id`;
  return rows.map(({ purpose, recipient, state, reason, dueAt }) => {
    const text = `${time(dueAt)} ${purpose} → ${recipient}: ${state}${reason === null ? '' : ` (${reason})`}`;
    return { zh: text, en: text };
  });
}
