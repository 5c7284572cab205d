/** What the patient's own page needs to know about patient and hospital, and what is open or ahead in every package. */
import { nextThirtyDays } from '../../pathways/engine/next-thirty-days.js';
import { personalPaths } from '../../pathways/engine/personal.js';
import type { Plan, Step } from '../../pathways/engine/plan.js';
import type { Instant, LocalDate } from '../../pathways/engine/vocabulary.js';
import type { Consents } from '../../pathways/patient/facts.js';
import type { Meta } from '../../pathways/schema/definition.js';
import { withLicensedWording } from '../../pathways/schema/licensed-wording.js';
import type { Db, Sql } from '../client.js';
import { installedWording } from '../licensed-wording.js';
import { planOf } from '../plans.js';
import { loadEpisode } from '../replay.js';

export type PagePatient = {
  hospitalId: string; patientId: string; familyName: string; givenName: string; sex: string | null; language: string; elderMode: boolean | null; zone: string; died: boolean; optedOut: boolean; consents: Consents;
  away: { from: LocalDate; until: LocalDate }[];
  hospital: { name: string; phone: string; training: boolean; entry: string };
};

export async function pagePatient(sql: Db, hospitalId: string, patientId: string): Promise<PagePatient | null> {
  const [row] = await sql<(Omit<PagePatient, 'hospital'> & { name: string; phone: string; training: boolean; entry: string })[]>`
    select p.hospital_id, p.id as patient_id, p.family_name, p.given_name, p.sex, p.language, p.elder_mode, coalesce(p.zone, h.zone) as zone, p.died_at is not null as died, p.opted_out_at is not null as opted_out,
      p.consents, p.away, h.name, h.phone, h.kind = 'training' as training, h.entry
    from patient p join hospital h on h.id = p.hospital_id where p.id = ${patientId} and p.hospital_id = ${hospitalId}`;
  if (!row) return null;
  const { name, phone, training, entry, ...patient } = row;
  return { ...patient, hospital: { name, phone, training, entry } };
}

type Words = (key: string | null | undefined) => string;
export type PageEpisode = { episodeId: string; title: string; status: string; running: boolean; now: Instant; zone: string; plan: Plan; meta: Meta; say: Words; endedAt: Instant | null; /** The patient's own numbers by path, `p.<name>`. */ numbers: Record<string, string> };

/** Newest first; ended ones stay readable. `language`: texts in it, else in Chinese. */
export async function pageEpisodes(sql: Db, { hospitalId, patientId }: { hospitalId: string; patientId: string }, language: string): Promise<PageEpisode[]> {
  const rows = await sql<{ episodeId: string; status: string; now: Instant; zone: string; id: string; version: number; hash: string; meta: Meta; endedAt: Instant | null; personal: Record<string, string | string[] | null>[] }[]>`
    select e.id as episode_id, e.status, episode_of(e.clock, now())::timestamptz(3) as now, coalesce(p.zone, h.zone) as zone, e.plan_id as id, e.plan_version as version, e.plan_hash as hash, v.meta, e.ended_at,
      (select coalesce(jsonb_agg(x.values order by x.seq), '[]') from (select 0 as seq, e.start->'started'->'personal'->'values' as values
        union all select t.seq, t.data->'values' from timeline t where t.hospital_id = e.hospital_id and t.episode_id = e.id and t.type = 'PersonalSet') x where x.values is not null) as personal
    from episode e join patient p on p.id = e.patient_id join hospital h on h.id = e.hospital_id
      join pathway_version v on v.hospital_id = e.hospital_id and v.id = e.plan_id and v.version = e.plan_version
    where e.hospital_id = ${hospitalId} and e.patient_id = ${patientId} order by e.launched_at desc, e.id desc limit 30`;
  const installed = await installedWording(sql, hospitalId);
  return Promise.all(rows.map(async ({ id, version, hash, meta: bare, personal: changes, ...row }) => {
    const { plan, texts } = await planOf(sql, hospitalId, { id, version, hash });
    const own: Words = (key) => (key ? (texts[language]?.[key] ?? texts['zh-CN']?.[key] ?? '') : '');
    const { forms, say } = withLicensedWording(bare.forms, own, installed, language);
    const meta = { ...bare, forms };
    const given = Object.entries(Object.assign({}, ...changes) as Record<string, string | string[] | null>).flatMap(([name, value]): [string, string | string[]][] => (value === null ? [] : [[name, value]]));
    return { ...row, plan, meta, say, numbers: personalPaths(plan, { personal: Object.fromEntries(given) }), title: say(meta.title), running: ['active', 'paused', 'stopping'].includes(row.status) };
  }));
}

/** `ref`: what stands for the occurrence in addresses; it tells a reader of the address nothing. */
export type PageItem = {
  occurrence: string; ref: string; episodeId: string; step: Step; n: number; status: string; reason: string | null; overdue: boolean;
  dueAt: Instant; windowFrom: Instant; windowUntil: Instant; slot: { from: Instant; until: Instant } | null; episode: PageEpisode;
};

type Row = Omit<PageItem, 'ref' | 'step' | 'slot' | 'episode'> & { stepId: string; slotFrom: Instant | null; slotUntil: Instant | null };

/** Every planned instance of the patient's packages, in time order. `refOf` hides the id. */
export async function pageItems(sql: Db, patient: { hospitalId: string; patientId: string }, episodes: readonly PageEpisode[], refOf: (occurrence: string) => string): Promise<PageItem[]> {
  const rows = await sql<Row[]>`select id as occurrence, episode_id, step as step_id, n, status, reason, overdue, due_at, window_from, window_until, slot_from, slot_until
    from occurrence where hospital_id = ${patient.hospitalId} and patient_id = ${patient.patientId} order by coalesce(slot_from, due_at), id`;
  return rows.flatMap(({ stepId, slotFrom, slotUntil, ...row }): PageItem[] => {
    const episode = episodes.find(({ episodeId }) => episodeId === row.episodeId);
    const step = episode?.plan.steps.find(({ id }) => id === stepId);
    return episode && step ? [{ ...row, ref: refOf(row.occurrence), step, slot: slotFrom && slotUntil ? { from: slotFrom, until: slotUntil } : null, episode }] : [];
  });
}

export type Ahead = { at: Instant; step: Exclude<Step, { kind: 'task' }>; episode: PageEpisode; windowFrom: Instant; windowUntil: Instant; slot: { from: Instant; until: Instant } | null; occurrence: string };

/** What comes in the next thirty days if nothing changes, found by the engine itself, by the time at which it really happens. Messages that only announce a step are left out, and so is what staff does among themselves. */
export async function comingUp(sql: Sql, episodes: readonly PageEpisode[]): Promise<Ahead[]> {
  const coming: Ahead[] = [];
  for (const episode of episodes) {
    const loaded = episode.running ? await loadEpisode(sql, episode.episodeId) : null;
    if (!loaded || loaded.episode.seq === 0) continue;
    for (const firm of nextThirtyDays(episode.plan, loaded.episode).firm) {
      const step = episode.plan.steps.find(({ id }) => id === firm.step);
      if (firm.what === 'step' && step && step.kind !== 'task') coming.push({ at: firm.at, step, episode, windowFrom: firm.windowFrom, windowUntil: firm.windowUntil, slot: firm.slot, occurrence: firm.occurrence });
    }
  }
  const when = ({ at, slot }: Ahead): Instant => slot?.from ?? at;
  return coming.sort((a, b) => (when(a) < when(b) ? -1 : when(a) > when(b) ? 1 : 0));
}

/** `late`: by the clock of its own care, the promised time is over. */
export type OpenCaseNote = { level: string; contactBy: Instant; contacted: boolean; late: boolean };

/** Cases that promise the patient a call. */
export const promisedCalls = (sql: Db, { hospitalId, patientId }: { hospitalId: string; patientId: string }): Promise<OpenCaseNote[]> =>
  sql<OpenCaseNote[]>`select c.level, c.contact_by, c.contacted_at is not null as contacted, c.contact_by < episode_of(e.clock, now()) as late from escalation c join episode e on e.id = c.episode_id
    where c.hospital_id = ${hospitalId} and c.patient_id = ${patientId} and c.status in ('open', 'acknowledged') order by c.contact_by limit 5`;
