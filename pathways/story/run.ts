/** Runs a story: the same engine, the same conductor functions, a ledger and vendors in memory. Pure; the caller brings the plans. */
import { calendarFor } from '../calendar/calendar-for.js';
import type { EpisodeEvent } from '../engine/events.js';
import type { Plan } from '../engine/plan.js';
import type { EpisodeId, Instant, StaffRole } from '../engine/vocabulary.js';
import { refuseEmbedding } from '../patient/embedding.js';
import type { Contact } from '../patient/facts.js';
import { addDays, localDateOf } from '../time.js';
import { unmet, type Unmet } from './expect.js';
import { clockOf, dateOf, resolveInputs, timeOf, type Packages, type Timed } from './resolve.js';
import { StoryRefused, type Story } from './schema.js';
import { createWorld, give, launch, letTimePass, type Refused, type Surroundings, type World } from './world.js';

export type StoryEvent = EpisodeEvent & { in: EpisodeId };

export type StoryResult = {
  title: string;
  /** Zone and main anchor by episode, for reading the times. */
  clocks: Record<EpisodeId, { zone: string; anchor: string }>;
  events: StoryEvent[];
  /** What reached people, and what did not with its reason. */
  messages: World['delivered'];
  refused: Refused[];
  unmet: Unmet[];
  world: World;
};

/** No pathway of today is longer; a calendar must cover the whole story. */
const longestDays = 800;

export function runStory(story: Story, packages: Packages): StoryResult {
  const [first] = story.episodes;
  const clock = clockOf(story, packages, first?.as ?? '');
  const world = createWorld(
    {
      facts: {
        ...(story.patient.age === undefined ? {} : { age: story.patient.age }), flags: story.patient.flags, hasFamilyContact: story.patient.hasFamilyContact,
        optedOut: story.patient.optedOut, away: story.patient.away.map(({ from, until }) => ({ from: dateOf(from, clock), until: dateOf(until, clock) })),
        spreadSeconds: story.patient.spreadSeconds,
      },
      consents: story.patient.consents, contacts: contactsOf(story), language: story.patient.language, zone: clock.zone,
    },
    surroundingsOf(story, clock),
  );
  const starts = startsOf(story, packages, world);
  const launched = starts.map(({ at }) => at).sort()[0] ?? '';
  const lines = resolveInputs(story, packages, launched);
  for (const step of inOrder(starts, lines)) step();
  return {
    title: story.story,
    clocks: Object.fromEntries(story.episodes.map(({ as }) => [as, clockOf(story, packages, as)])),
    events: world.entries.flatMap(({ episode, events }) => events.map((event) => ({ ...event, in: episode }))),
    messages: world.delivered, refused: world.refused,
    unmet: unmet(story.expect, story.never, world.entries.flatMap(({ episode, events }) => events.map((event) => ({ ...event, in: episode })))),
    world,
  };

  function inOrder(launches: Start[], inputs: Timed[]): (() => void)[] {
    const acts = [
      ...launches.map(({ at, act }) => ({ at, act })),
      ...inputs.map(({ at, episode, input }) => ({ at, act: () => (input === null ? letTimePass(world, at) : give(world, episode, input)) })),
    ];
    return acts.map((item, index) => ({ ...item, index })).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.index - b.index)).map(({ act }) => act);
  }
}

/** Empty: it was ordered by itself. Refused like the product would. */
function withinOf({ as, within }: Story['episodes'][number], world: World, inner: Plan): { within?: { episode: EpisodeId; plan: string } } {
  if (within === undefined) return {};
  const outer = world.running.get(within);
  if (!outer) throw new StoryRefused(`Episode ${as}: there is no episode "${within}" at that time within which it could be started.`);
  const refused = refuseEmbedding({ plan: outer.plan, status: outer.episode.status }, inner);
  if (refused) throw new StoryRefused(`Episode ${as}: ${refused.message}.`);
  return { within: { episode: within, plan: outer.plan.id } };
}

type Start = { at: Instant; act: () => void };

function startsOf(story: Story, packages: Packages, world: World): Start[] {
  return story.episodes.map((episode) => {
    const clock = clockOf(story, packages, episode.as);
    const at = timeOf(episode.at, clock, null);
    const found = packages[episode.package];
    const from = addDays(localDateOf(at, clock.zone), -30);
    return {
      at,
      act: () => {
        letTimePass(world, at);
        if (!found) return;
        const calendar = calendarFor(from, addDays(from, longestDays));
        launch(world, episode.as, found, { kind: 'episode-started', at, anchors: episode.anchors, zone: clock.zone, calendar, facts: world.patient, ...(episode.personal && { personal: { values: episode.personal, by: 'staff' } }), ...withinOf(episode, world, found.plan) });
      },
    };
  });
}

/** A patient with an account and a mobile, and her family's mobile, unless the story says otherwise. */
function contactsOf({ patient }: Story): Contact[] {
  const usual: Contact[] = [
    { id: 'patient-wechat', owner: 'patient', kind: 'wechat', order: 1, quarantined: false },
    { id: 'patient-mobile', owner: 'patient', kind: 'mobile', order: 2, quarantined: false },
  ];
  const family: Contact[] = patient.hasFamilyContact ? [{ id: 'family-mobile', owner: 'family', kind: 'mobile', order: 3, quarantined: false }] : [];
  return patient.contacts?.map((contact, index) => ({ ...contact, order: contact.order ?? index + 1 })) ?? [...usual, ...family];
}

function surroundingsOf(story: Story, clock: ReturnType<typeof clockOf>): Surroundings {
  const within = (at: Instant, { from, until }: { from: string; until: string }): boolean => timeOf(from, clock, null) <= at && at < timeOf(until, clock, null);
  return {
    isOnDuty(role: StaffRole, at: Instant): boolean {
      const duty = story.duty[role] ?? 'always';
      return typeof duty === 'string' ? duty === 'always' : duty.some((shift) => within(at, shift));
    },
    answer: (channel, at) => story.vendor.find((outage) => outage.channel === channel && within(at, outage))?.answer ?? 'accept',
  };
}
