/**
 * A history as the SDK may have run it: every workflow task that left no command is taken out, so that what arrived with it is run together with the
 * next task, updates first (temporalio/sdk-rust#1146). The driver must write the same entries either way (ADR 0059).
 */
type HistoryEvent = { eventId: string; eventType: string } & Record<string, unknown>;
export type History = { events: HistoryEvent[] };

/** Attributes that name another event of the same history. */
const references = ['scheduledEventId', 'startedEventId', 'workflowTaskCompletedEventId', 'acceptedRequestSequencingEventId', 'acceptedEventId'];
const task = ['EVENT_TYPE_WORKFLOW_TASK_SCHEDULED', 'EVENT_TYPE_WORKFLOW_TASK_STARTED', 'EVENT_TYPE_WORKFLOW_TASK_COMPLETED'];

/** `taken`: how many tasks were taken out. `heartbeats`: only those after which the next task stands at once, because an update asked for it: these alone the SDK takes for heartbeats. */
export function withoutEmptyTasks({ events }: History, only?: 'heartbeats'): { history: History; taken: number } {
  const gone = new Set<number>();
  for (let i = 3; i + 3 < events.length; i++) {
    const isTask = task.every((type, k) => events[i + k]?.eventType === type);
    const isHeartbeat = events[i + 3]?.eventType === task[0];
    if (isTask && !isCommand(events[i + 3]) && (only === undefined || isHeartbeat)) for (const k of [0, 1, 2]) gone.add(i + k);
  }
  const kept = events.filter((_, i) => !gone.has(i));
  const renumbered = new Map(kept.map(({ eventId }, i) => [eventId, String(i + 1)]));
  return { history: { events: kept.map((event) => renumber(event, renumbered)) }, taken: gone.size / 3 };
}

/** What a task left stands right after it. */
const isCommand = (event: HistoryEvent | undefined): boolean =>
  event?.eventType === 'EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED' || event?.eventType === 'EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED' || 'workflowTaskCompletedEventId' in attributesOf(event);

function attributesOf(event: HistoryEvent | undefined): Record<string, unknown> {
  const [, attributes] = Object.entries(event ?? {}).find(([key]) => key.endsWith('Attributes')) ?? [];
  return (attributes ?? {}) as Record<string, unknown>;
}

function renumber(event: HistoryEvent, numbers: Map<string, string>): HistoryEvent {
  const entries = Object.entries(event).map(([key, value]) => {
    if (!key.endsWith('Attributes')) return [key, value] as const;
    const attributes = Object.entries(value as Record<string, unknown>).map(([name, at]) => [name, references.includes(name) && typeof at === 'string' ? (numbers.get(at) ?? at) : at] as const);
    return [key, Object.fromEntries(attributes)] as const;
  });
  return { ...(Object.fromEntries(entries) as HistoryEvent), eventId: numbers.get(event.eventId) ?? event.eventId };
}
