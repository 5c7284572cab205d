/** `why <escalation>`: which finding raised it, what else was looked at, and who did what since. */
import type { EpisodeEvent } from '../../pathways/engine/events.js';
import type { Sql } from '../client.js';
import { raisedUncalled, uncalledWords } from '../read-models/never-called.js';
import { causeLines, verdictLines } from './causes.js';
import { sayPurpose } from '../../pathways/chart/purpose-words.js';
import { NothingToExplain, type Explanation, type Line, type Phrase, type Section } from './explanation.js';
import { agrees, basis, findEvents, traceOf, worded, type Trace } from './trace.js';
import { levelWords, obligationWords, reasonOf, roleWords, titles } from './words.js';

/** null: no case has this id. */
export async function whyEscalation(sql: Sql, ref: string, reveal: boolean): Promise<Explanation | null> {
  const [row] = await sql<{ id: string; episodeId: string }[]>`select id, episode_id from escalation where id = ${ref}`;
  if (!row) return null;
  const trace = await traceOf(sql, row.episodeId, reveal);
  const [raised] = findEvents(trace, 'EscalationRaised', (event) => event.escalation === row.id);
  if (!raised) throw new NothingToExplain(`Case ${row.id} is on the worklist, but the journal never raised it: run wuyou audit`);
  const { event } = raised;
  const level = levelWords[event.level];
  const instruction: Phrase = raisedUncalled(event) ? uncalledWords : worded(trace, event.instruction);
  const who = await namesOf(sql, trace, row.id);
  const sections: Section[] = [
    { title: titles.outcome, lines: [
      { zh: `${level.zh}预警，${trace.time(event.at)}，规则 ${event.rules.join(', ')}，通知${rolesOf(event.to).zh}`, en: `${level.en} case, ${trace.time(event.at)}, rules ${event.rules.join(', ')}, told to ${rolesOf(event.to).en}` },
      { zh: `处置：${instruction.zh}`, en: `To do: ${instruction.en}` },
      { zh: `${event.ackBy ? `接警时限 ${trace.time(event.ackBy)}，` : ''}联系时限 ${trace.time(event.contactBy)}`, en: `${event.ackBy ? `acknowledge by ${trace.time(event.ackBy)}, ` : ''}contact by ${trace.time(event.contactBy)}` },
    ] },
    { title: titles.origin, lines: causeLines(trace, event.cause, event.at) },
    { title: titles.rules, lines: verdictLines(trace, raised.row) },
    { title: titles.course, lines: courseOf(trace, row.id, who) },
    { title: titles.messages, lines: await messagesOf(sql, trace, row.id) },
    basis(trace, raised.row),
  ];
  return { kind: 'escalation', subject: row.id, episodeId: row.episodeId, sections, verified: agrees(trace, raised.row.seq) };
}

const closed = { resolved: { zh: '处置完成', en: 'resolved' }, cancelled: { zh: '取消', en: 'cancelled' }, died: { zh: '患者已故', en: 'the patient died' }, 'case-ended': { zh: '主办案例结束', en: 'the holding case ended' } } as const;

type Who = (actor: string) => Phrase;

function courseOf(trace: Trace, escalation: string, who: Who): Line[] {
  return trace.rows.flatMap((row) => row.events).flatMap((event) => ('escalation' in event && event.escalation === escalation ? stage(trace, event, who) : []));
}

function stage({ time, reveal }: Trace, event: EpisodeEvent, who: Who): Line[] {
  const at = time(event.at);
  switch (event.type) {
    case 'EscalationAcknowledged': return [{ zh: `${at} 已接警（${who(event.by).zh}）`, en: `${at} acknowledged by ${who(event.by).en}` }];
    case 'EscalationContacted': return [{ zh: `${at} 已联系患者（${who(event.by).zh}）`, en: `${at} patient contacted by ${who(event.by).en}` }];
    case 'EscalationBreached': return [{ zh: `${at} 超时（${event.which === 'acknowledge' ? '接警' : '联系'}）`, en: `${at} deadline missed (${event.which === 'acknowledge' ? 'acknowledgement' : 'contact'})` }];
    case 'EscalationNoted': return [{ zh: `${at} 备注：${reveal ? event.note : '•••'}`, en: `${at} note: ${reveal ? event.note : '•••'}` }];
    case 'EscalationClimbed': return [{ zh: `${at} 上报${rolesOf(event.to).zh}`, en: `${at} climbed to ${rolesOf(event.to).en}` }];
    case 'EscalationUpdated': return [{ zh: `${at} 并入新情况 ${event.rules.join(', ')}`, en: `${at} also found: ${event.rules.join(', ')}` }];
    case 'EscalationUpgraded': return [{ zh: `${at} 升级为${levelWords[event.level].zh}，重新计时`, en: `${at} upgraded to ${levelWords[event.level].en}, clock restarted` }];
    case 'EscalationJoined': return [{ zh: `${at} 由患者的另一案例一并处理`, en: `${at} joined to another case of the patient`, program: event.heldBy }];
    case 'EscalationTakenOver': return [{ zh: `${at} 由本服务接手`, en: `${at} taken over by this episode` }];
    case 'EscalationClosed': return [{ zh: `${at} 已结束：${closed[event.outcome].zh}（${who(event.by).zh}）${reveal && event.note !== '' ? `：${event.note}` : ''}`, en: `${at} closed: ${closed[event.outcome].en} by ${who(event.by).en}${reveal && event.note !== '' ? `: ${event.note}` : ''}` }];
    default: return [];
  }
}

async function messagesOf(sql: Sql, { time }: Trace, escalation: string): Promise<Line[]> {
  const rows = await sql<{ id: string; purpose: string; recipient: string; state: string; reason: string | null; dueAt: string }[]>`
    select id, purpose, recipient, state, reason, due_at from obligation where escalation = ${escalation} order by due_at, id`;
  return rows.map(({ id, purpose, recipient, state, reason, dueAt }) => {
    const [to, became, because] = [roleWords(recipient), obligationWords(state), reason === null ? null : reasonOf(reason)];
    return { zh: `${time(dueAt)} ${sayPurpose(purpose, 'zh-CN')}（${to.zh}）：${became.zh}${because ? `（${because.zh}）` : ''}`, en: `${time(dueAt)} ${sayPurpose(purpose, 'en')} (${to.en}): ${became.en}${because ? ` (${because.en})` : ''}`, program: id };
  });
}

const rolesOf = (roles: readonly string[]): Phrase => ({ zh: roles.map((role) => roleWords(role).zh).join('、'), en: roles.map((role) => roleWords(role).en).join(', ') });

/** Accounts by name, for whoever is not one stays what it is: patient, family, system. */
async function namesOf(sql: Sql, { hospitalId, rows }: Trace, escalation: string): Promise<Who> {
  const actors = rows.flatMap(({ events }) => events).flatMap((event) => ('escalation' in event && event.escalation === escalation && 'by' in event && typeof event.by === 'string' ? [event.by] : []));
  const accounts = await sql<{ id: string; displayName: string }[]>`select id::text as id, display_name from account where hospital_id = ${hospitalId} and id::text = any(${actors})`;
  return (actor) => {
    const name = accounts.find(({ id }) => id === actor)?.displayName;
    return name === undefined ? roleWords(actor) : { zh: name, en: name };
  };
}
