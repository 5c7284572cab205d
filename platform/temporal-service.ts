/** What Wuyou needs of a Temporal service, ours or another's: that it answers, the namespace, its search attributes, its retention. */
import { Client, Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { searchAttributes } from '../workflows/contract.js';
import { PlainError, plainMessage } from './plain-error.js';

/** Temporal's enum IndexedValueType by the names of the SDK. */
const indexedValueType = { TEXT: 1, KEYWORD: 2, INT: 3, DOUBLE: 4, BOOL: 5, DATETIME: 6, KEYWORD_LIST: 7 } as const;

/** Closed runs stay readable this long on the embedded server; the journal in PostgreSQL keeps everything. */
const retentionDays = 90;

export type TemporalPlace = { address: string; namespace: string; /** TEMPORAL_* variables: TLS, API key, profile. */ variables: Record<string, string> };

async function connect({ address, variables }: TemporalPlace): Promise<Connection> {
  const { connectionOptions } = loadClientConnectConfig({ overrideEnvVars: { ...variables, TEMPORAL_ADDRESS: address } });
  try {
    return await Connection.connect({ ...connectionOptions, connectTimeout: '10 seconds' });
  } catch (error) {
    const reason = /deadline|ECONNREFUSED|UNAVAILABLE|connect/i.test(plainMessage(error)) ? '' : ` (${plainMessage(error)})`;
    throw new PlainError(`Temporal at ${address} does not answer${reason}: start it, correct TEMPORAL_ADDRESS, or unset it to use the embedded server.`);
  }
}

async function registerSearchAttributes(connection: Connection, namespace: string): Promise<void> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = Object.values(searchAttributes).filter(({ name }) => !(name in customAttributes));
  if (missing.length === 0) return;
  try {
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: Object.fromEntries(missing.map(({ name, type }) => [name, indexedValueType[type]])) });
  } catch (error) {
    const commands = missing.map(({ name, type }) => `temporal operator search-attribute create --namespace ${namespace} --name ${name} --type ${type}`);
    throw new PlainError(`The namespace ${namespace} lacks search attributes and may not be changed from here (${plainMessage(error)}): run ${commands.join(' && ')}.`);
  }
}

/** `ours`: the embedded server, whose retention we set. */
export async function prepareTemporal(place: TemporalPlace, ours: boolean): Promise<void> {
  const connection = await connect(place);
  const { namespace } = place;
  try {
    await connection.workflowService.describeNamespace({ namespace });
    if (ours) await connection.workflowService.updateNamespace({ namespace, config: { workflowExecutionRetentionTtl: msToTs(`${retentionDays} days`) } });
    await registerSearchAttributes(connection, namespace);
  } catch (error) {
    if (error instanceof PlainError) throw error;
    if (/NOT_FOUND|not found/i.test(plainMessage(error))) {
      throw new PlainError(`Temporal at ${place.address} has no namespace ${namespace}: create it (temporal operator namespace create --namespace ${namespace}), or correct TEMPORAL_NAMESPACE.`);
    }
    throw new PlainError(`Temporal at ${place.address} refuses: ${plainMessage(error)}.`);
  } finally {
    await connection.close();
  }
}

/** Ids of the runs that are open now; at most a few, for the line that says what goes on after a restart. */
export async function countOpenEpisodes(place: TemporalPlace): Promise<number> {
  const connection = await connect(place);
  try {
    const { count } = await new Client({ connection, namespace: place.namespace }).workflow.count("ExecutionStatus='Running' AND WorkflowType='carePathway'");
    return count;
  } finally {
    await connection.close();
  }
}
