/** What the namespace must know before the first start: our search attributes, and how long closed runs stay. Harmless when repeated. */
import { isGrpcServiceError, type Connection } from '@temporalio/client';
import proto from '@temporalio/proto'; // CommonJS: its names are not importable one by one
import { searchAttributes } from '../workflows/contract.js';

/** gRPC status. */
const alreadyExists: number = 6;

const { IndexedValueType } = proto.temporal.api.enums.v1;
const typeOf = {
  KEYWORD: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  INT: IndexedValueType.INDEXED_VALUE_TYPE_INT,
  BOOL: IndexedValueType.INDEXED_VALUE_TYPE_BOOL,
} as const;

/** An unregistered search attribute wedges the first workflow task of every episode, so this comes before any start. */
export async function registerSearchAttributes(connection: Pick<Connection, 'operatorService'>, namespace: string): Promise<void> {
  for (const { name, type } of Object.values(searchAttributes)) {
    try {
      await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: { [name]: typeOf[type] } });
    } catch (error) {
      if (!isGrpcServiceError(error) || error.code !== alreadyExists) throw error;
    }
  }
}

/** A dev server forgets closed runs after 24 hours; ops want to read last week's. The journal in PostgreSQL is what lasts. */
export async function keepClosedRuns(connection: Pick<Connection, 'workflowService'>, namespace: string, days: number): Promise<void> {
  const seconds = days * 86_400;
  const { config } = await connection.workflowService.describeNamespace({ namespace });
  if (Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) >= seconds) return;
  await connection.workflowService.updateNamespace({ namespace, config: { workflowExecutionRetentionTtl: { seconds } } as never });
}
