/** Everything that the product leaves behind, as bytes: rows, histories as Temporal stores them, files. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, type Connection } from '@temporalio/client';
import proto from '@temporalio/proto'; // CommonJS: its names are not importable one by one
import type { Sql } from '../../db/client.js';
import type { Place } from './canaries.js';

/** As a dump would hold it: every column of every table, binary ones as their bytes. */
export async function rowsOf(sql: Sql): Promise<Place[]> {
  const tables = await sql<{ name: string }[]>`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`;
  const places: Place[] = [];
  for (const { name } of tables) {
    const rows = await sql<{ row: Record<string, unknown> }[]>`select to_jsonb(x) as row from ${sql(name)} x`;
    for (const { row } of rows) for (const [column, value] of Object.entries(row)) if (value !== null) places.push({ where: `${name}.${column}`, bytes: bytesOf(value) });
  }
  return places;
}

function bytesOf(value: unknown): Buffer {
  if (typeof value !== 'string') return Buffer.from(JSON.stringify(value), 'utf8');
  return value.startsWith('\\x') ? Buffer.from(value.slice(2), 'hex') : Buffer.from(value, 'utf8');
}

export type StoredRun = { workflowId: string; places: Place[]; /** Failures inside: of activities that are tried again, of updates that were refused. */ failures: number };

/** Histories, what is pending, memo and search attributes of the runs whose id `ours` takes: undecoded, as somebody who can only read the server sees them. */
export async function storedRuns(connection: Connection, namespace: string, ours: (workflowId: string) => boolean): Promise<StoredRun[]> {
  const { workflow } = new Client({ connection, namespace });
  const runs: StoredRun[] = [];
  for await (const { workflowId, runId } of workflow.list()) {
    if (!ours(workflowId)) continue;
    const execution = { workflowId, runId };
    const description = await connection.workflowService.describeWorkflowExecution({ namespace, execution });
    const { history } = await connection.workflowService.getWorkflowExecutionHistory({ namespace, execution });
    const { DescribeWorkflowExecutionResponse } = proto.temporal.api.workflowservice.v1;
    const events = history?.events ?? [];
    runs.push({
      workflowId,
      places: [
        { where: 'Temporal description', bytes: Buffer.from(DescribeWorkflowExecutionResponse.encode(description).finish()) },
        ...events.map((event) => ({ where: `Temporal event ${String(event.eventId)}`, bytes: Buffer.from(proto.temporal.api.history.v1.HistoryEvent.encode(event).finish()) })),
      ],
      failures: (description.pendingActivities ?? []).filter(({ lastFailure }) => lastFailure).length + events.filter((event) => event.workflowExecutionUpdateCompletedEventAttributes?.outcome?.failure).length,
    });
  }
  return runs;
}

/** Every file below a folder. */
export function filesBelow(folder: string, as: string): Place[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => ({ where: as, bytes: readFileSync(join(entry.parentPath, entry.name)) }));
}

/** Log lines, each named by its message, so that a leak says where it comes from. */
export function linesBelow(folder: string): Place[] {
  return filesBelow(folder, 'log').flatMap(({ bytes }) => bytes.toString('utf8').split('\n').filter(Boolean).map((line) => ({ where: `log: ${/"msg":"([^"]*)"/.exec(line)?.[1] ?? line.slice(0, 80)}`, bytes: Buffer.from(line, 'utf8') })));
}
