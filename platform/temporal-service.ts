/** What Wuyou needs of a Temporal service, ours or another's: that it answers, its namespace, the search attributes, the retention. */
import { Client, type Connection } from '@temporalio/client';
import { connect, temporalTarget } from '../temporal/connection.js';
import { keepClosedRuns, registerSearchAttributes } from '../temporal/register.js';
import { searchAttributes, workflowType } from '../workflows/contract.js';
import { PlainError, plainMessage } from './plain-error.js';

/** Closed runs stay readable this long on the embedded server; the journal in PostgreSQL keeps everything. */
const retentionDays = 90;

export type TemporalPlace = { address: string; namespace: string; /** TEMPORAL_* variables: TLS, API key, profile. */ variables: Record<string, string> };

async function within<T>(place: TemporalPlace, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await connect(temporalTarget(place));
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}

/** Someone else's service may let us read but not change it; then the person who may runs the commands. */
async function ensureSearchAttributes(connection: Connection, namespace: string): Promise<void> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = Object.values(searchAttributes).filter(({ name }) => !(name in customAttributes));
  if (missing.length === 0) return;
  try {
    await registerSearchAttributes(connection, namespace);
  } catch (error) {
    const commands = missing.map(({ name, type }) => `temporal operator search-attribute create --namespace ${namespace} --name ${name} --type ${type}`);
    throw new PlainError(`The namespace ${namespace} lacks search attributes and may not be changed from here (${plainMessage(error)}): run ${commands.join(' && ')}.`);
  }
}

/** `ours`: the embedded server, whose retention we set. */
export const prepareTemporal = (place: TemporalPlace, ours: boolean): Promise<void> =>
  within(place, async (connection) => {
    const { address, namespace } = place;
    try {
      await connection.workflowService.describeNamespace({ namespace });
      if (ours) await keepClosedRuns(connection, namespace, retentionDays);
      await ensureSearchAttributes(connection, namespace);
    } catch (error) {
      if (error instanceof PlainError) throw error;
      if (/NOT_FOUND|not found/i.test(plainMessage(error))) {
        throw new PlainError(`Temporal at ${address} has no namespace ${namespace}: create it (temporal operator namespace create --namespace ${namespace}), or correct TEMPORAL_NAMESPACE.`);
      }
      throw new PlainError(`Temporal at ${address} refuses: ${plainMessage(error)}.`);
    }
  });

/** For the line that says what goes on after a restart. */
export const countOpenEpisodes = (place: TemporalPlace): Promise<number> =>
  within(place, async (connection) => {
    const { count } = await new Client({ connection, namespace: place.namespace }).workflow.count(`ExecutionStatus='Running' AND WorkflowType='${workflowType}'`);
    return count;
  });
