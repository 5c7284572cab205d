/** Real packages sold together to one patient: what they share, and what reaches her. One file, because each of them is short once both run. */
import { describe, expect, it } from 'vitest';
import { loadDefinitionOrThrow } from '../../cli/load-definition.js';
import type { Obligation } from '../engine/events.js';
import type { Definition } from '../schema/definition.js';
import { messagePolicy } from '../patient/message-policy.js';
import { strictest } from '../patient/strictest.js';
import { escalationsOf } from '../story/outcome.js';
import { runStory, type StoryResult } from '../story/run.js';
import { readStory } from '../story/schema.js';
import { inQuietHours, localDateOf } from '../time.js';

const combos: readonly (readonly string[])[] = [
  ['heart-failure', 'hypertension'], ['hip-wound-care', 'hip-home-rehab', 'diabetes'], ['stroke-rehab', 'hypertension'], ['copd', 'heart-failure', 'diabetes'],
  ['cardiac-rehab', 'hypertension', 'diabetes'], ['picc-care', 'drain-care', 'discharge-follow-up'],
];
const zone = 'Asia/Shanghai';
const known = new Map<string, Definition>();
const definition = (id: string): Definition => {
  const found = known.get(id) ?? loadDefinitionOrThrow(id);
  known.set(id, found);
  return found;
};

const smsOnly = 'contacts: [{ id: m, owner: patient, kind: mobile }, { id: f, owner: family, kind: mobile }]';

/** Packages are named by their ids and launched one minute after the other. */
function together(combo: readonly string[], inputs: string, patient = ''): StoryResult {
  const episodes = combo.map((id, minute) => {
    const { plan } = definition(id);
    const required = Object.entries(plan.anchors).flatMap(([name, need]) => (need === 'required' ? [`${name}: ${name === 'discharge' ? '2026-03-02' : '2026-02-24'}`] : []));
    return `  - { as: ${id}, package: ${id}@${plan.version}, anchors: { ${required.join(', ')} }, at: D0 16:0${minute} }`;
  });
  const story = readStory(`story: together\n${patient === '' ? '' : `patient: { ${patient} }\n`}episodes:\n${episodes.join('\n')}\ninputs:\n${inputs}\n`, 'together');
  return runStory(story, Object.fromEntries(combo.map((id) => [`${id}@${definition(id).plan.version}`, definition(id)])));
}

const planned = ({ events }: StoryResult): Map<string, Obligation> => new Map(events.flatMap((event) => (event.type === 'ObligationPlanned' ? [[event.obligation.id, event.obligation] as const] : [])));
const closed = (result: StoryResult, reason: string): Obligation[] => {
  const all = planned(result);
  return result.events.flatMap((event) => { const found = event.type === 'ObligationClosed' && event.reason === reason ? all.get(event.obligation) : undefined; return found ? [found] : []; });
};
/** SMS to her and her family as they left, one for each digest. */
const texts = (result: StoryResult) => {
  const all = planned(result);
  return result.messages.flatMap((message) => {
    const obligation = all.get(message.obligation);
    return message.outcome === 'sent' && message.channel === 'sms' && obligation && messagePolicy[obligation.class].audience === 'patient' ? [{ ...message, obligation }] : [];
  });
};

describe.each(combos)('%s and %s %s, thirty days without an answer, by SMS alone', (...combo) => {
  const ids = combo.filter((id): id is string => typeof id === 'string');
  const result = together(ids, `  - { at: D30 23:00, in: ${ids[0] ?? ''}, clock-reached: {} }`, smsOnly);
  const limits = strictest(ids.map((id) => definition(id).plan));

  it('keep to one budget: a message that yields is never the fourth of a day, and one that must not yield never does', () => {
    const sentOn = new Map<string, number>();
    const over: string[] = [];
    for (const { at, obligation } of texts(result)) {
      const day = localDateOf(at, zone);
      const before = sentOn.get(day) ?? 0;
      sentOn.set(day, before + 1);
      if (before >= limits.dailySmsCap && messagePolicy[obligation.class].dailyCap === 'yields') over.push(`${at} ${obligation.id}`);
    }
    expect(sentOn.size).toBeGreaterThan(3);
    expect(over).toEqual([]);
    expect(closed(result, 'daily-cap').filter((one) => messagePolicy[one.class].dailyCap === 'exempt')).toEqual([]);
  });

  it('never let a reminder to measure or a lesson take the place of a questionnaire', () => {
    const yielded = closed(result, 'daily-cap').filter((one) => one.class === 'form');
    const below = texts(result).filter(({ obligation }) => messagePolicy[obligation.class].rank > messagePolicy.form.rank);
    const wronged = yielded.filter((form) => below.filter(({ at }) => localDateOf(at, zone) === localDateOf(form.dueAt, zone)).length > 0 && !texts(result).some(({ at, obligation }) => obligation.class === 'form' && localDateOf(at, zone) === localDateOf(form.dueAt, zone)));
    expect(wronged.map(({ id, dueAt }) => `${dueAt} ${id}`)).toEqual([]);
  });

  it('say no text twice a day to the same person, and keep the strictest quiet', () => {
    const said = texts(result).filter(({ obligation }) => messagePolicy[obligation.class].sameText === 'once-a-day' && obligation.purpose !== 'measure-again').map(({ at, text, recipient, obligation }) => `${localDateOf(at, zone)} ${recipient} ${text} ${JSON.stringify([obligation.params['date'], obligation.params['slotFrom']])}`);
    expect(said.filter((one, index) => said.indexOf(one) !== index)).toEqual([]);
    expect(texts(result).filter(({ at, obligation }) => !obligation.ignoresQuietHours && inQuietHours(at, limits.quietHours, zone))).toEqual([]);
  });

  it('call her once, and raise what nobody could reach her about as one case', () => {
    const first = result.messages.filter(({ obligation, outcome }) => outcome === 'sent' && /\/first-call\/1\/\d+\/call\//.test(obligation));
    expect(first.map(({ recipient }) => recipient)).toEqual(ids.filter((id) => definition(id).plan.steps.some((step) => step.id === 'first-call')).slice(0, 1).map(() => 'case-manager'));
    const byPrefix = new Map<string, string[]>();
    for (const event of result.events) if (event.type === 'EscalationRaised') for (const prefix of event.prefixes) byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), event.escalation]);
    const cases = new Map(escalationsOf(result.events).map((one) => [one.escalation, one]));
    for (const [prefix, escalations] of byPrefix) {
      const holders = escalations.filter((id) => cases.get(id)?.heldBy === null && cases.get(id)?.outcome === 'open');
      expect([prefix, holders.length]).toEqual([prefix, Math.min(1, holders.length)]);
    }
    const joined = [...cases.values()].filter(({ heldBy }) => heldBy !== null).map(({ escalation }) => escalation);
    const toStaff = result.messages.filter(({ obligation, outcome }) => outcome === 'sent' && joined.some((id) => obligation.startsWith(`${id}/`)));
    expect(toStaff).toEqual([]);
  });
});

const core = 'core: { chestPain: false, breathless: false, faint: false, strokeSigns: [none], bleeding: none, pain: "2", fall: false, missedDoses: "0" }, fever: { celsius: "36.7" }';

describe('One answer', () => {
  it('to the questions that all ask closes the contact of every package, and nobody is reminded of it', () => {
    const ids = ['heart-failure', 'hypertension', 'diabetes'];
    const result = together(ids, `  - { at: D3 11:00, in: hypertension, answer-received: { step: follow-up-d3#1, answers: { ${core} } } }\n  - { at: D6 09:00, in: hypertension, clock-reached: {} }`);
    const ended = result.events.filter((event) => event.type === 'OccurrenceClosed' && event.occurrence.includes('/follow-up-d3/'));
    expect(ended.map((event) => [event.in, event.type === 'OccurrenceClosed' ? event.outcome : ''])).toEqual([['hypertension', 'completed'], ['heart-failure', 'completed'], ['diabetes', 'completed']]);
    const invited = result.messages.filter(({ obligation, outcome }) => outcome === 'sent' && obligation.includes('/follow-up-d3/'));
    expect(invited.map(({ obligation }) => obligation)).toEqual([expect.stringContaining('/follow-up-d3/1/0/invite/patient')]);
    expect(result.refused).toEqual([]);
  });

  it('to a part leaves the rest to be asked: the wound of one package is not in the answer of another', () => {
    const result = together(['hip-wound-care', 'diabetes'], `  - { at: D3 11:00, in: diabetes, answer-received: { step: follow-up-d3#1, answers: { ${core} } } }\n  - { at: D3 15:00, in: diabetes, clock-reached: {} }`);
    const ended = result.events.filter((event) => event.type === 'OccurrenceClosed' && event.occurrence.includes('/follow-up-d3/'));
    expect(ended.map((event) => event.in)).toEqual(['diabetes']);
    expect(result.events.filter((event) => event.type === 'AnswerRecorded').map((event) => event.in)).toEqual(['diabetes', 'hip-wound-care']);
  });

  it('of one call is enough for all that would call', () => {
    const result = together(['stroke-rehab', 'hypertension'], `  - { at: D1 10:30, in: stroke-rehab, call-recorded: { step: first-call#1, outcome: reached, answers: { ${core} } } }\n  - { at: D2 09:00, in: stroke-rehab, clock-reached: {} }`);
    expect(result.events.filter((event) => event.type === 'OccurrenceClosed' && event.occurrence.includes('/first-call/')).map((event) => event.in)).toEqual(['stroke-rehab', 'hypertension']);
  });
});

describe('One finding', () => {
  const high = (minute: string) => `  - { at: D2 08:${minute}, in: hypertension, reading-received: { reading: bloodPressure, values: { systolic: "165", diastolic: "95" } } }`;

  it('of high pressure is one case of stroke rehabilitation and hypertension: staff are alerted once, and closing it closes both', () => {
    const result = together(['stroke-rehab', 'hypertension'], `${high('10')}\n${high('20')}\n  - { at: D2 08:30, in: hypertension, clock-reached: {} }`);
    const cases = escalationsOf(result.events).filter(({ rules }) => rules.some((rule) => rule.startsWith('B-1')));
    expect(cases.map(({ in: episode, level, heldBy }) => [episode, level, heldBy])).toEqual([['hypertension', 'orange', null], ['stroke-rehab', 'orange', 'hypertension/escalation/1']]);
    const about = result.messages.filter(({ at, outcome }) => outcome === 'sent' && at >= '2026-03-04T00:15:00.000Z').map(({ recipient, text }) => `${recipient} ${text}`);
    expect(about.sort()).toEqual(['case-manager staff.alert', 'duty-doctor task.pressureReview', 'patient alert.pressure', 'patient bp.repeat', 'responsible-nurse staff.alert', 'responsible-nurse staff.call-patient']);
    expect(result.messages.filter(({ obligation, outcome }) => outcome === 'sent' && obligation.startsWith('stroke-rehab/escalation/'))).toEqual([]);
    const done = together(['stroke-rehab', 'hypertension'], `${high('10')}\n${high('20')}\n  - { at: D2 09:00, in: stroke-rehab, escalation-contacted: { case: 1 } }\n  - { at: D2 10:00, in: stroke-rehab, escalation-resolved: { case: 1, resolution: seen } }`);
    expect(escalationsOf(done.events).filter(({ rules }) => rules.some((rule) => rule.startsWith('B-1'))).map(({ outcome }) => outcome).sort()).toEqual(['case-ended', 'resolved']);
    expect(done.refused).toEqual([]);
  });

  it('of chest pain in one package of three calls one doctor, and tells her once', () => {
    const ill = core.replace('chestPain: false', 'chestPain: true');
    const result = together(['copd', 'heart-failure', 'diabetes'], `  - { at: D3 11:00, in: diabetes, answer-received: { step: follow-up-d3#1, answers: { ${ill} } } }\n  - { at: D3 11:01, in: diabetes, clock-reached: {} }`);
    const red = escalationsOf(result.events).filter(({ level }) => level === 'red');
    expect(red.map(({ heldBy }) => heldBy === null)).toEqual([true, false, false]);
    const calls = result.messages.filter(({ level, outcome }) => outcome === 'sent' && level === 'red');
    expect(new Set(calls.map(({ obligation }) => obligation.split('/')[0]))).toEqual(new Set(['diabetes']));
    expect(calls.filter(({ recipient, text }) => recipient === 'patient' && text === 'alert.red')).toHaveLength(1);
  });
});

describe('Self-harm that a visit of one package finds, while the pain is a case that another one holds', () => {
  const asked = core.replace('pain: "2"', 'pain: "7"');
  const follow = 'understanding: { hasMedicines: true, knowsMedicines: true, appointment: booked, warningSigns: true }';
  const born = 'newborn: { celsius: "36.8", breaths: "40", yellow: false, fits: false, limp: false, cordPus: false }';
  const mother = (calf: boolean) => `mother: { padHour: false, clots: false, foulLochia: false, head: false, calf: ${calf}, breast: false }`;
  const result = runStory(readStory(`story: self-harm
episodes:
  - { as: plain, package: discharge-follow-up@${definition('discharge-follow-up').plan.version}, anchors: { discharge: 2026-03-05 }, at: D0 16:00 }
  - { as: care, package: postpartum@${definition('postpartum').plan.version}, anchors: { delivery: 2026-03-02, discharge: 2026-03-05 }, personal: { birthWeight: 3300 }, at: D3 17:00 }
inputs:
  - { at: D3 10:00, in: plain, answer-received: { step: follow-up-d3#1, answers: { ${asked}, ${follow} } } }
  - { at: D7 15:20, in: care, answer-received: { step: follow-up-d7#1, answers: { ${asked}, phq2: { item1: "0", item2: "0" }, ${mother(true)}, ${born} } } }
  - { at: D14 11:00, in: care, answer-received: { answers: { motherMood: { selfHarm: true }, ${mother(false)} }, answeredBy: staff } }
  - { at: D14 11:30, in: care, clock-reached: {} }
`, 'self-harm'), Object.fromEntries(['discharge-follow-up', 'postpartum'].map((id) => [`${id}@${definition(id).plan.version}`, definition(id)])));
  const since = result.messages.filter(({ at, outcome, obligation }) => at >= '2026-03-16T02:59:00.000Z' && outcome === 'sent' && obligation.includes('/escalation/'));

  it('brings the counsellor with her script, and no text that sends her to hospital', () => {
    expect(result.refused).toEqual([]);
    expect(since.map(({ recipient, text }) => `${recipient} ${text}`)).toEqual(expect.arrayContaining(['crisis-counsellor staff.alert', 'crisis-counsellor staff.call-crisis']));
    expect(since.filter(({ recipient }) => recipient === 'patient')).toEqual([]);
  });
});

describe('One word of the patient', () => {
  const ids = ['heart-failure', 'hypertension'];
  it('against texts stops those of every package; a death and a return to hospital stop all', () => {
    const after = (what: string) => together(ids, `  - { at: D2 07:00, in: heart-failure, ${what}: {} }\n  - { at: D9 09:00, in: heart-failure, clock-reached: {} }`, smsOnly);
    const since = (result: StoryResult) => texts(result).filter(({ at, obligation }) => at > '2026-03-03T23:10:00.000Z' && obligation.purpose !== 'opt-out');
    expect(since(after('opt-out'))).toEqual([]);
    expect(since(after('patient-died'))).toEqual([]);
    expect([...after('patient-died').world.running.values()].map(({ episode }) => episode.status)).toEqual(['stopped', 'stopped']);
    expect(since(after('patient-readmitted'))).toEqual([]);
    expect(since(together(ids, '  - { at: D9 09:00, in: heart-failure, clock-reached: {} }', smsOnly)).length).toBeGreaterThan(7);
  });

  it('refusing SMS holds for all: not one goes out but for safety', () => {
    const result = together(ids, '  - { at: D9 09:00, in: heart-failure, clock-reached: {} }', `${smsOnly}, consents: { sms: false, photos: true, family: true, familyDoctor: false }`);
    expect(texts(result)).toEqual([]);
  });
});
