/**
 * `npm run docs:operations [--check]`: writes the hip patient's Temporal history, as the UI shows it, into docs/operations.md, from the newest
 * golden of the founding example. With `--check` it only says whether the page is up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { goldenNames, readHistory, whatOf } from '../test/replay/goldens.js';

type Event = NonNullable<ReturnType<typeof historyFromJSON>['events']>[number];

export const page = fileURLToPath(new URL('../docs/operations.md', import.meta.url));
const [begin, end] = ['<!-- transcript: written by npm run docs:operations -->', '<!-- end of transcript -->'];
/** The first days say it all; the rest repeats. */
const mostLines = 70;

const text = (payload: Payload | null | undefined): string => (payload ? String(defaultPayloadConverter.fromPayload(payload)) : '');
const summaryOf = (event: Event): string => text(event.userMetadata?.summary);
const msOf = ({ eventTime }: Event): number => Number(eventTime?.seconds ?? 0) * 1000 + Math.floor((eventTime?.nanos ?? 0) / 1e6);

/** `+2 d 01:00:00` since the start of the run. */
function elapsed(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `+${Math.floor(seconds / 86_400)} d ${two(Math.floor((seconds % 86_400) / 3600))}:${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
}

/** null: the SDK's own bookkeeping (workflow tasks, activity starts), which nobody reads. */
function lineOf(event: Event, timers: Map<string, string>): string | null {
  const { timerStartedEventAttributes: set, timerFiredEventAttributes: fired, timerCanceledEventAttributes: cancelled } = event;
  if (event.workflowExecutionStartedEventAttributes) return `**${event.workflowExecutionStartedEventAttributes.workflowType?.name}** started: ${summaryOf(event)}`;
  if (set) {
    timers.set(String(set.timerId), summaryOf(event));
    return `timer set: ${summaryOf(event)}`;
  }
  if (fired) return `timer fired: ${timers.get(String(fired.timerId)) ?? ''}`;
  if (cancelled) return `timer dropped: ${timers.get(String(cancelled.timerId)) ?? ''}`;
  if (event.activityTaskScheduledEventAttributes) return `activity **${event.activityTaskScheduledEventAttributes.activityType?.name}**: ${summaryOf(event)}`;
  if (event.workflowExecutionUpdateAcceptedEventAttributes) return `update **${event.workflowExecutionUpdateAcceptedEventAttributes.acceptedRequest?.input?.name}**`;
  if (event.workflowExecutionSignaledEventAttributes) return `signal ${event.workflowExecutionSignaledEventAttributes.signalName}`;
  if (event.upsertWorkflowSearchAttributesEventAttributes) {
    const fields = event.upsertWorkflowSearchAttributesEventAttributes.searchAttributes?.indexedFields ?? {};
    return `search attributes: ${Object.entries(fields).map(([name, value]) => `${name} = ${text({ ...value, metadata: { encoding: new TextEncoder().encode('json/plain') } })}`).join(', ')}`;
  }
  if (event.workflowExecutionContinuedAsNewEventAttributes) return 'continued as new';
  if (event.workflowExecutionCompletedEventAttributes) return 'completed';
  return null;
}

export function transcript(): string {
  const name = goldenNames().findLast((golden) => whatOf(golden) === 'founding-example-wound');
  if (name === undefined) throw new Error('There is no golden history of the founding example: run npm run history:record');
  const events = historyFromJSON(readHistory(name)).events ?? [];
  const start = events[0] ? msOf(events[0]) : 0;
  const timers = new Map<string, string>();
  const lines = events.flatMap((event) => {
    const line = lineOf(event, timers);
    return line === null ? [] : [`| ${Number(event.eventId)} | ${elapsed(msOf(event) - start)} | ${line} |`];
  });
  const left = lines.length - mostLines;
  return [
    begin,
    `From \`test/replay/histories/${name}.json\`, ${events.length} events; workflow tasks and activity starts are left out.`,
    '', '| event | since start | what |', '| --- | --- | --- |', ...lines.slice(0, mostLines), ...(left > 0 ? [`| | | … and ${left} more lines |`] : []),
    end,
  ].join('\n');
}

export function withTranscript(current: string): string {
  const [from, until] = [current.indexOf(begin), current.indexOf(end)];
  if (from < 0 || until < from) throw new Error(`docs/operations.md lacks the lines "${begin}" and "${end}"`);
  return current.slice(0, from) + transcript() + current.slice(until + end.length);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const current = readFileSync(page, 'utf8');
  const wanted = withTranscript(current);
  if (!process.argv.includes('--check')) writeFileSync(page, wanted);
  else if (current !== wanted) {
    console.error('docs/operations.md is not up to date: run npm run docs:operations');
    process.exit(1);
  }
}
