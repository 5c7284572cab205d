/** An episode's record, ready to be asked: its journal, its plan, and the engine to run it again. */
import { decide } from '../../pathways/engine/decide.js';
import type { EpisodeEvent } from '../../pathways/engine/events.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { daysBetween, localDateOf, localTimeOf } from '../../pathways/time.js';
import type { CarePathwayStart } from '../../workflows/contract.js';
import type { Sql } from '../client.js';
import { idOrNull } from '../ids.js';
import { canonicalJson, readJournal, type JournalRow } from '../journal.js';
import { planOf, type LoadedPlan } from '../plans.js';
import { plansOverTime, type InForce } from '../plans-over-time.js';
import { wordingOf, type Wording } from '../wording.js';
import { fold } from '../replay.js';
import { NothingToExplain, type Phrase, type SayTime, type Section } from './explanation.js';
import { inputWords, titles } from './words.js';

export type Found<T extends EpisodeEvent = EpisodeEvent> = { event: T; idx: number; row: JournalRow };
export type Trace = LoadedPlan & { episodeId: string; hospitalId: string; patientId: string; status: string; start: CarePathwayStart; rows: JournalRow[]; /** Beside each row. */ inForce: InForce[]; time: SayTime; zone: string; reveal: boolean; /** The version in its readers' words. */ wording: { zh: Wording; en: Wording } };

export async function traceOf(sql: Sql, episodeId: string, reveal: boolean): Promise<Trace> {
  const [episode] = await sql<{ hospitalId: string; patientId: string; status: string; start: CarePathwayStart; zone: string }[]>`
    select e.hospital_id, e.patient_id, e.status, e.start, coalesce(p.zone, h.zone) as zone from episode e join patient p on p.id = e.patient_id join hospital h on h.id = e.hospital_id
    where e.id = ${idOrNull(episodeId)}`;
  if (!episode) throw new NothingToExplain(`There is no episode ${episodeId}: take its id from the list of episodes`);
  const { zone, ...rest } = episode;
  const rows = await readJournal(sql, episodeId);
  const { plan: key } = fold(rest.start, rows);
  const loaded = await planOf(sql, rest.hospitalId, key);
  const wording = { zh: await wordingOf(sql, rest.hospitalId, key, 'zh-CN'), en: await wordingOf(sql, rest.hospitalId, key, 'en') };
  return { ...loaded, ...rest, wording, episodeId, rows, inForce: await plansOverTime(sql, rest.hospitalId, rest.start, rows), time: timeIn(zone, rest.start, loaded), zone, reveal };
}

const timeIn = (zone: string, start: CarePathwayStart, { plan }: LoadedPlan): SayTime => (at: Instant) => {
  const anchor = start.started?.anchors[plan.mainAnchor];
  return `${localDateOf(at, zone)} ${localTimeOf(at, zone)}${anchor === undefined ? '' : ` (D${daysBetween(anchor, localDateOf(at, zone))})`}`;
};

export function findEvents<K extends EpisodeEvent['type']>(trace: Trace, type: K, which: (event: Extract<EpisodeEvent, { type: K }>) => boolean): Found<Extract<EpisodeEvent, { type: K }>>[] {
  const isOf = (event: EpisodeEvent): event is Extract<EpisodeEvent, { type: K }> => event.type === type;
  return trace.rows.flatMap((row) => row.events.flatMap((event, idx) => (isOf(event) && which(event) ? [{ event, idx, row }] : [])));
}

/** Runs the engine over that entry again: does it decide what the journal says? */
export function agrees({ rows, start, inForce }: Trace, seq: number): boolean {
  const index = rows.findIndex((candidate) => candidate.seq === seq);
  const [row, versions] = [rows[index], inForce[index]];
  if (!row || !versions) return false;
  const before = fold(start, rows.filter((candidate) => candidate.seq < seq));
  return canonicalJson(decide(versions.plan, { ...before, semantics: row.semantics }, row.input, versions.target)) === canonicalJson(row.events);
}

/** What a version says, in both languages. */
export const inWords = ({ wording }: Trace, of: (words: Wording) => string): Phrase => ({ zh: of(wording.zh), en: of(wording.en) });

export function basis(trace: Trace, row: JournalRow): Section {
  const { start: { plan: first, clock, started }, plan, time } = trace;
  const key = trace.inForce[trace.rows.indexOf(row)]?.key ?? first;
  const title = inWords(trace, ({ packageTitle }) => packageTitle);
  return {
    title: titles.basis,
    lines: [
      { zh: `服务包“${title.zh}”第 ${key.version} 版`, en: `Package "${title.en}", version ${key.version}`, program: `${key.id}@${key.version} ${key.hash.slice(0, 12)}; engine semantics ${row.semantics}` },
      { zh: `病程日志第 ${row.seq} 条，${time(row.input.at)}：${inputWords[row.input.kind].zh}`, en: `Entry ${row.seq} of the journal, ${time(row.input.at)}: ${inputWords[row.input.kind].en}`, program: row.input.kind },
      { zh: `免打扰时段 ${plan.quietHours.from}–${plan.quietHours.to}${clock.pace === 1 ? '' : `；培训时钟每秒走 ${clock.pace} 秒`}`, en: `Quiet hours ${plan.quietHours.from} to ${plan.quietHours.to}${clock.pace === 1 ? '' : `; the training clock runs ${clock.pace} seconds a second`}`, program: `calendar ${started?.calendar.version ?? '?'}` },
    ],
  };
}

/** A text of the version; `…` where the patient's own words are filled in. The key itself where a language lacks it. */
export const worded = ({ texts }: Trace, key: string): Phrase => {
  const filled = (text: string): string => text.replace(/\{\w+\}/g, '…');
  return { zh: filled(texts['zh-CN']?.[key] ?? key), en: filled(texts['en']?.[key] ?? key) };
};
