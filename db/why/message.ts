/** `why <message>`: where it comes from, what the policies said, by which ways it was tried, and what became of it. */
import type { OutboundMessage } from '../../channels/channel.js';
import type { Crypt } from '../../messages/crypt.js';
import type { Obligation } from '../../pathways/engine/events.js';
import { messagePolicy } from '../../pathways/patient/message-policy.js';
import type { Sql } from '../client.js';
import { causeLines, verdictLines } from './causes.js';
import { sayPurpose } from '../../pathways/chart/purpose-words.js';
import { both, NothingToExplain, type Explanation, type Line, type Phrase, type Section } from './explanation.js';
import { agrees, basis, findEvents, traceOf, worded, type Trace } from './trace.js';
import { attemptOf, channelOf, classWords, reasonOf, roleWords, titles } from './words.js';

export type Reveal = { crypt: Crypt } | null;

type Row = { id: string; episodeId: string; spec: Obligation; state: string; reason: string | null; carriedBy: string | null; escalatedTo: string | null; dueAt: string };
type AttemptRow = { id: string; obligationId: string; channel: string; provider: string; state: string; verdict: string | null; code: string | null; detail: string | null; episodeAt: string; possiblyDoubled: boolean; lookups: number; messageEnc: Uint8Array; language: string; textVersion: string };

/** By the id of the obligation or of one of its attempts. */
async function findRow(sql: Sql, ref: string): Promise<Row | null> {
  const [row] = await sql<Row[]>`select id, episode_id, spec, state, reason, carried_by, escalated_to, due_at from obligation
    where id = ${ref} or id = (select obligation_id from attempt where id = ${ref} or provider_message_id = ${ref} limit 1)`;
  return row ?? null;
}

/** null: no message has this id. */
export async function whyMessage(sql: Sql, ref: string, reveal: Reveal): Promise<Explanation | null> {
  const row = await findRow(sql, ref);
  if (!row) return null;
  const trace = await traceOf(sql, row.episodeId, reveal !== null);
  const [planned] = findEvents(trace, 'ObligationPlanned', (event) => event.obligation.id === row.id);
  if (!planned) throw new NothingToExplain(`Message ${row.id} is in the ledger, but the journal never planned it: run wuyou audit`);
  const attempts = await sql<AttemptRow[]>`select id, obligation_id, channel, provider, state, verdict, code, detail, episode_at, possibly_doubled, lookups, message_enc, language, text_version
    from attempt where carries @> array[${row.id}] order by claimed_at, n`;
  const sections: Section[] = [
    { title: titles.outcome, lines: outcomeLines(trace, row, attempts) },
    { title: titles.origin, lines: [...causeLines(trace, planned.event.cause, planned.event.at), ...caseLines(trace, row.spec), dueLine(trace, row)] },
    { title: titles.rules, lines: verdictLines(trace, planned.row) },
    { title: titles.policy, lines: [...policyLines(row.spec), ...(await budgetLines(sql, trace, row))] },
    { title: titles.attempts, lines: attempts.flatMap((attempt) => attemptLines(trace, row, attempt, reveal)) },
    basis(trace, planned.row),
  ];
  return { kind: 'message', subject: row.id, episodeId: row.episodeId, sections, verified: agrees(trace, planned.row.seq) };
}

function outcomeLines(trace: Trace, row: Row, attempts: AttemptRow[]): Line[] {
  const { purpose, recipient, text } = row.spec;
  const [label, to] = [worded(trace, text), roleWords(recipient)];
  const via = channelOf(attempts.at(-1)?.channel ?? '?');
  const states: Record<string, Phrase> = {
    planned: { zh: '尚未到时间', en: 'Not due yet' },
    released: { zh: '正要发送，或稍后重试，或等同一号码上相同短信的结果明了', en: 'About to go out, or waiting: for another try, or until it is known what became of an equal text to the same number' },
    sending: { zh: '发送中，结果待确认', en: 'On its way; its end is not known yet' },
    accepted: { zh: `服务商已接收（${via.zh}），等待回执`, en: `Accepted by the provider (${via.en}), waiting for its receipt` },
    sent: { zh: `已发送（${via.zh}）`, en: `Sent (${via.en})` },
    suppressed: reasonPhrase('未发送：', 'Not sent: ', row.reason),
    failed: reasonPhrase('发送失败：', 'Failed: ', row.reason),
  };
  return [
    { zh: `${sayPurpose(purpose, 'zh-CN')}（${to.zh}）：“${label.zh}”`, en: `${sayPurpose(purpose, 'en')} (${to.en}): "${label.en}"`, program: `${row.id} ${text}` },
    { ...(states[row.state] ?? both(row.state)), program: [row.state, row.reason].filter(Boolean).join(' ') },
    ...(row.carriedBy === null ? [] : [{ zh: '合并在当天的另一条消息中发出', en: 'Went out inside another message of that day', program: row.carriedBy }]),
    ...(row.escalatedTo === null ? [] : [{ zh: '已转由人处理', en: 'A person took it over', program: row.escalatedTo }]),
  ];
}

const reasonPhrase = (zh: string, en: string, reason: string | null): Phrase => (reason === null ? { zh: `${zh}原因不明`, en: `${en}reason unknown` } : { zh: `${zh}${reasonOf(reason).zh}`, en: `${en}${reasonOf(reason).en}` });

const dueLine = ({ time }: Trace, row: Row): Phrase => ({ zh: `应发时间 ${time(row.dueAt)}，有效至 ${time(row.spec.expiresAt)}`, en: `Due ${time(row.dueAt)}, worth sending until ${time(row.spec.expiresAt)}` });

/** A message of a case exists because of the case: its finding belongs to the answer. */
function caseLines(trace: Trace, { escalation }: Obligation): Line[] {
  if (escalation === null) return [];
  const [raised] = findEvents(trace, 'EscalationRaised', (event) => event.escalation === escalation);
  if (!raised) return [];
  return [{ zh: `属于${trace.time(raised.event.at)}的预警（${raised.event.rules.join('、')}）`, en: `Belongs to the case of ${trace.time(raised.event.at)} (${raised.event.rules.join(', ')})`, program: escalation }, ...causeLines(trace, raised.event.cause, raised.event.at)];
}

function policyLines({ class: of, ignoresQuietHours }: Obligation): Line[] {
  const policy = messagePolicy[of];
  return [
    { zh: `${classWords[of].zh}：免打扰时段${ignoresQuietHours ? '照发' : '顺延'}，每日上限${policy.dailyCap === 'exempt' ? '不限' : '受限'}，退订后${policy.optOut === 'stops' ? '停发' : '照发'}，去世后${policy.death === 'stops' ? '停发' : '照发'}，短信${policy.consent === 'needed' ? '需同意' : '无需另行同意'}`,
      program: `${of}, rank ${policy.rank}`, en: `As ${classWords[of].en}: quiet hours ${ignoresQuietHours ? 'do not hold it' : 'hold it'}, daily cap ${policy.dailyCap === 'exempt' ? 'does not count against it' : 'may suppress it'}, opt-out ${policy.optOut === 'stops' ? 'stops it' : 'does not stop it'}, death ${policy.death === 'stops' ? 'stops it' : 'does not stop it'}, SMS consent ${policy.consent === 'needed' ? 'is needed' : 'is not needed'}` },
  ];
}

/** When the day's budget or an equal text stood in the way: what had been sent that day, by any of the patient's packages. */
async function budgetLines(sql: Sql, trace: Trace, row: Row): Promise<Line[]> {
  if (row.state !== 'suppressed' || (row.reason !== 'daily-cap' && row.reason !== 'same-text-today')) return [];
  const sent = await sql<{ obligationId: string; purpose: string; channel: string; episodeAt: string }[]>`
    select a.obligation_id, o.purpose, a.channel, a.episode_at from attempt a join obligation o on o.id = a.obligation_id
    where a.patient_id = ${trace.patientId} and o.recipient in ('patient', 'family') and a.state not in ('rejected', 'absent', 'failed') and a.channel <> 'phone-task'
      and (a.episode_at at time zone ${trace.zone})::date = (${row.dueAt}::timestamptz at time zone ${trace.zone})::date order by a.episode_at, a.id`;
  return sent.map(({ obligationId, purpose, channel, episodeAt }): Line => ({ zh: `当天已发：${trace.time(episodeAt)} ${channelOf(channel).zh}，${sayPurpose(purpose, 'zh-CN')}`, en: `Sent that day: ${trace.time(episodeAt)} by ${channelOf(channel).en}, ${sayPurpose(purpose, 'en')}`, program: obligationId }));
}

function attemptLines(trace: Trace, row: Row, attempt: AttemptRow, reveal: Reveal): Line[] {
  const carried = attempt.obligationId === row.id ? both('') : { zh: '（合并在当天的另一条消息中）', en: ' (inside another message of that day)' };
  const doubled = attempt.possiblyDoubled ? { zh: '；可能重复送达，已预先记录', en: '; may have arrived twice, recorded beforehand' } : both('');
  const looked = attempt.lookups > 0 ? { zh: `；向服务商查询 ${attempt.lookups} 次`, en: `; looked up ${attempt.lookups} time(s)` } : both('');
  const [via, became] = [channelOf(attempt.channel), attemptOf(attempt.state)];
  const head: Line = {
    zh: `${trace.time(attempt.episodeAt)} ${via.zh}：${became.zh}${carried.zh}${looked.zh}${doubled.zh}`, en: `${trace.time(attempt.episodeAt)} by ${via.en}: ${became.en}${carried.en}${looked.en}${doubled.en}`,
    program: [`${attempt.channel}/${attempt.provider} ${attempt.state}`, attempt.obligationId, attempt.code, attempt.detail].filter((part) => part !== null).join(', '),
  };
  if (!reveal) return [head];
  const { to, body } = JSON.parse(reveal.crypt.open(attempt.messageEnc, `attempt/${attempt.id}`)) as OutboundMessage;
  return [head, { zh: `  → ${to}：${body}`, en: `  → ${to}: ${body}` }];
}
