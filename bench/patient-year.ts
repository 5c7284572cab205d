/**
 * One patient-year of 400 steps (performance.md of the research: a 365-day pathway that acts 400 times): a text every day and a second one on
 * 35 days, through the production engine, the claim and the ledger in memory. Every step is planned, opened, released, sent and settled.
 */
import { calendarFor } from '../pathways/calendar/calendar-for.js';
import { everyDay, message, plan } from '../pathways/engine/testing/plan-builder.js';
import { createWorld, launch, letTimePass, type World } from '../pathways/story/world.js';

export const stepsOfTheYear = 400;

/** The plan of that year. */
export const year = plan({
  zone: 'Asia/Shanghai', anchors: { discharge: 'required' }, dailySmsCap: 3,
  steps: [message('daily', everyDay(1, 365, '09:00')), message('second', { ...everyDay(1, 341, '15:00'), everyDays: 10 } as Parameters<typeof message>[1])],
});
const episodeId = '00000000-0000-7000-8000-000000000001';

/** The year as it was lived. Throws when it was not 400 texts to its end: then something else was measured. */
export function liveTheYear(): World {
  const world = createWorld({
    facts: { flags: {}, hasFamilyContact: false, optedOut: false, away: [], spreadSeconds: 0 },
    consents: { sms: true, photos: true, family: true, familyDoctor: false },
    contacts: [{ id: 'wechat', owner: 'patient', kind: 'wechat', order: 1, quarantined: false }, { id: 'mobile', owner: 'patient', kind: 'mobile', order: 2, quarantined: false }],
    language: 'zh-CN', zone: year.zone,
  }, { isOnDuty: () => true, answer: () => 'accept' });
  const startedAt = '2026-03-02T08:00:00.000Z';
  launch(world, episodeId, { plan: year, hash: 'bench' }, {
    kind: 'episode-started', at: startedAt, zone: year.zone, calendar: calendarFor('2026-02-01', '2027-05-01'), facts: world.patient, anchors: { discharge: '2026-03-02' },
  });
  letTimePass(world, '2027-03-10T00:00:00.000Z');
  const sent = world.delivered.filter(({ outcome }) => outcome === 'sent').length;
  const status = world.running.get(episodeId)?.episode.status ?? 'missing';
  if (sent !== stepsOfTheYear || status !== 'completed') throw new Error(`The year sent ${sent} texts and is ${status}; ${stepsOfTheYear} and completed were meant. Look at the plan in bench/patient-year.ts.`);
  return world;
}
