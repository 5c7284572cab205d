/** Whether a patient was asked on one day by two steps for what waits for one answer. */
import type { EpisodeEvent, Obligation } from '../engine/events.js';
import type { FormStep } from '../engine/plan.js';
import type { Instant } from '../engine/vocabulary.js';
import type { Delivered } from '../story/ledger.js';
import { localDateOf } from '../time.js';
import { stepOf } from './person.js';
import { reached } from './reached.js';
import type { SimulatedPatient } from './simulate.js';

export type AskedTwice = { /** What the second message asked for. */ forms: string[]; /** Ids of the steps, the first one first. */ by: [string, string]; /** Of the second message. */ at: Instant };

const asking = /^(invite|remind-\d+)$/;

/**
 * Two messages of two steps that ask for the same on one day: an invitation or a reminder, all of whose forms another step asked for that day and
 * still waits for. No such thing are: two that are merely open at once (the second opens without a word, the page shows one, an answer is taken for both);
 * one digest that names both; a form of the other one that was answered meanwhile in a call or on a visit, so that it asks for the rest only; and a form that
 * a rule wanted after the other one was asked, because then something was seen that the other did not know.
 */
export function questionsAskedTwice({ plan, world }: SimulatedPatient, events: readonly EpisodeEvent[], obligations: ReadonlyMap<string, Obligation>): AskedTwice[] {
  const lives = livesOf(events);
  const asked: { day: string; by: Delivered; step: FormStep; life: Life }[] = [];
  return reached(world).flatMap((message) => [message.obligation, ...message.carries].flatMap((id): AskedTwice[] => {
    const { occurrence = null, purpose = '' } = obligations.get(id) ?? {};
    const step = occurrence !== null && asking.test(purpose) ? stepOf(plan, occurrence) : undefined;
    const life = lives.get(occurrence ?? '');
    if (step?.kind !== 'form' || life === undefined) return [];
    const day = localDateOf(message.at, world.facts.zone);
    const forms = awaitedAt(life, message.at);
    const other = forms.length === 0 ? undefined : asked.find((one) => one.day === day && one.by !== message && one.step.id !== step.id && !isNews(step, life, one.life)
      && forms.every((form) => awaitedAt(one.life, message.at).includes(form)));
    asked.push({ day, by: message, step, life });
    return other ? [{ forms, by: [other.step.id, step.id], at: message.at }] : [];
  }));
}

/** Of an occurrence: when it was planned and first asked, and what it waited for from when on. */
type Life = { plannedAt: Instant; openedAt: Instant | null; awaited: { from: Instant; forms: string[] }[] };

const isNews = ({ schedule }: FormStep, { plannedAt }: Life, { openedAt }: Life): boolean => schedule.kind === 'triggered' && openedAt !== null && plannedAt > openedAt;

/** What came at the same moment as the message did not yet change what it asked for. */
const awaitedAt = ({ awaited }: Life, at: Instant): string[] => awaited.findLast(({ from }) => from < at)?.forms ?? [];

function livesOf(events: readonly EpisodeEvent[]): Map<string, Life> {
  const lives = new Map<string, Life>();
  const wait = (occurrence: string, from: Instant, change: (forms: string[]) => string[]): void => {
    const awaited = lives.get(occurrence)?.awaited;
    awaited?.push({ from, forms: change(awaited.at(-1)?.forms ?? []) });
  };
  for (const event of events) {
    switch (event.type) {
      case 'OccurrencePlanned':
        lives.set(event.occurrence, { plannedAt: event.at, openedAt: null, awaited: [{ from: '', forms: event.awaiting }] });
        break;
      case 'OccurrenceMoved':
        wait(event.occurrence, event.at, (forms) => event.awaiting ?? forms);
        break;
      case 'OccurrenceOpened': {
        const life = lives.get(event.occurrence);
        if (life) life.openedAt ??= event.at;
        break;
      }
      case 'AnswerRecorded':
        for (const { occurrence, forms: filled } of event.fills) wait(occurrence, event.at, (forms) => forms.filter((form) => !filled.includes(form)));
        break;
      case 'OccurrenceClosed':
        wait(event.occurrence, event.at, () => []);
        break;
      default:
        break;
    }
  }
  return lives;
}
