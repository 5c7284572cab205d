/**
 * Of what the SDK attaches to its log lines only names, ids and counts are written. The rest may hold what patients said: at the level trace the
 * whole decoded activation, and on a failed activity the error object, to which PostgreSQL ties the row that it refused (`detail`).
 */
const written: readonly string[] = [
  'activityId', 'activityType', 'attempt', 'durationMs', 'isLocal', 'namespace', 'runId', 'sdkComponent', 'state', 'taskQueue', 'workflowId', 'workflowType',
];

const told = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);

/** Name, message and stack: never an error's own properties. */
const inWords = (error: unknown): string => (error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : 'something that is no Error was thrown');

export function loggedAttributes(attributes: Record<string | symbol, unknown> = {}): Record<string, unknown> {
  const kept = written.filter((name) => told(attributes[name])).map((name) => [name, attributes[name]] as const);
  const error = attributes['error'] ?? attributes['err'];
  return { ...Object.fromEntries(kept), ...(error === undefined ? {} : { error: inWords(error) }) };
}
