/**
 * Where Temporal is: TOML profile and `TEMPORAL_*` variables through `@temporalio/envconfig` (address, API key, mTLS), so that a cluster or
 * Temporal Cloud needs configuration only; the address and namespace that `npm start` found come in by the settings.
 */
import { Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection, type NativeConnectionOptions } from '@temporalio/worker';
import { PlainError, plainMessage } from '../platform/plain-error.js';

export type TemporalSettings = {
  address: string | undefined;
  namespace: string;
  /** Every TEMPORAL_* variable. */
  variables: Record<string, string>;
};

export type TemporalTarget = { options: NativeConnectionOptions; address: string; namespace: string };

export function temporalTarget(settings: TemporalSettings): TemporalTarget {
  const { connectionOptions } = loadClientConnectConfig({
    overrideEnvVars: {
      ...settings.variables,
      TEMPORAL_NAMESPACE: settings.namespace,
      ...(settings.address === undefined ? {} : { TEMPORAL_ADDRESS: settings.address }),
    },
  });
  return { options: connectionOptions, address: connectionOptions.address ?? 'localhost:7233', namespace: settings.namespace };
}

const unreachable = (address: string, cause: unknown): PlainError =>
  new PlainError(`Temporal does not answer at ${address} (${plainMessage(cause)}): start it, or correct TEMPORAL_ADDRESS.`, { cause });

/** For clients. Lazy: the API starts and says "not ready" while Temporal is away; calls fail by their deadline. */
export const connectLazily = ({ options }: TemporalTarget): Connection => Connection.lazy(options);

/** For commands that are of no use without it. */
export async function connect(target: TemporalTarget): Promise<Connection> {
  try {
    return await Connection.connect({ ...target.options, connectTimeout: '5 seconds' });
  } catch (error) {
    throw unreachable(target.address, error);
  }
}

/** For the worker; every other process uses a `Connection`. */
export async function connectWorker(target: TemporalTarget): Promise<NativeConnection> {
  try {
    return await NativeConnection.connect(target.options);
  } catch (error) {
    throw unreachable(target.address, error);
  }
}
