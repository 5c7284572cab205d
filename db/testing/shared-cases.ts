/** Cases that several packages of one patient share, as the tests of them ask and look. */
import { household, type Household } from './household.js';
import type { TestSetting } from './setting.js';
import { launchEpisode, type World } from './world.js';

export const core = (more: object = {}) => ({ core: { chestPain: false, breathless: false, faint: false, strokeSigns: ['none'], bleeding: 'none', pain: '2', fall: false, missedDoses: '0', ...more } });
export const wound = (more: object = {}) => ({ wound: { redness: 'none', worse: false, pus: false, edgesOpen: false, soaked: '0', ...more } });
export const at = (time: string, day = '03'): string => `2026-03-${day}T${time}:00.000Z`;

type Case = { of: string; level: string; status: string };
export type SharedCases = {
  /** Launched one after the other, and driven until the first hours have passed. */
  launch(...packages: string[]): Promise<string[]>;
  house(...episodeIds: string[]): Promise<Household>;
  send(house: Household, episodeId: string, kind: string, input: object, when: string): Promise<unknown>;
  /** By the patient. */
  answer(house: Household, episodeId: string, commandId: string, answers: object, when: string): Promise<unknown>;
  cases(): Promise<Case[]>;
  /** Alerts, calls and texts about cases that were due from then on and not suppressed, each as `red call duty-doctor`. */
  toldSince(when: string): Promise<string[]>;
};

/** `world`'s patient is whoever it names when asked. */
export function sharedCases({ sql, activities }: TestSetting, world: World): SharedCases {
  const send: SharedCases['send'] = (house, episodeId, kind, input, when) => house.send({ hospitalId: world.hospitalId, episodeId, by: 'somebody', kind, input } as never, when);
  return {
    send,
    async launch(...packages) {
      const ids: string[] = [];
      for (const one of packages) ids.push(await launchEpisode(sql, world, one));
      return ids;
    },
    house: (...ids) => household(sql, activities, ids),
    answer: (house, episodeId, commandId, answers, when) => send(house, episodeId, 'answer-received', { commandId, answers, answeredBy: 'patient' }, when),
    cases: async () => [...(await sql<Case[]>`select p.plan_id as of, x.level, x.status from escalation x join episode p on p.id = x.episode_id where x.patient_id = ${world.patientId} order by x.raised_at, x.id`)],
    toldSince: async (when) => (await sql<{ what: string }[]>`select (spec->>'level') || ' ' || purpose || ' ' || recipient as what from obligation
      where patient_id = ${world.patientId} and escalation is not null and due_at >= ${when} and state <> 'suppressed' order by due_at, id`).map(({ what }) => what),
  };
}
