/**
 * The environment, parsed once. Nothing else in the project reads `process.env`.
 *
 * `npm start` writes what it found out (database URL, Temporal address, keys, ports) as variables into
 * `<data dir>/environment.json`; a command run beside it reads that file first, and the real environment wins over it.
 */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { edgeVariables, type EdgeSettings } from './platform/edge-variables.js';
import { s3Variables, type S3Settings } from './platform/file-store-variables.js';
import { withNamedFiles } from './platform/named-files.js';
import { PlainError } from './platform/plain-error.js';
import { httpUrl, providers, type Providers } from './platform/provider-variables.js';
import { temporalSecrets, temporalVariables } from './platform/temporal-variables.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** 32 bytes and the id that goes into whatever it protects, so that an older key still opens what it closed. */
export type Key = { id: string; secret: Buffer };
/** The first key closes, every key opens. */
export type KeyRing = readonly [Key, ...Key[]];

export const defaultPorts = { api: 8080, workerHealth: 8081 } as const;
const port = z.coerce.number().int().min(0).max(65535);
const key = (text: string): Key | null => {
  const match = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]{43}=)$/.exec(text.trim());
  const [, id, base64] = match ?? [];
  return id === undefined || base64 === undefined ? null : { id, secret: Buffer.from(base64, 'base64') };
};
const keyRing = z.string().transform((text, context): KeyRing => {
  const [first, ...others] = text.split(',').map(key);
  if (!first || others.includes(null)) {
    context.addIssue({ code: 'custom', message: 'must be <key id>:<32 bytes in base64>, the current key first, older ones after commas' });
    return z.NEVER;
  }
  return [first, ...others.filter((other) => other !== null)];
});
/** What is looked up by a hash has no second try: the hash says nothing of the key that made it. */
const oneKey = z.string().transform((text, context): Key => {
  const [only, ...others] = text.split(',').map(key);
  if (only && others.length === 0) return only;
  const why = only ? ': it cannot be changed while there is data, no code, number or id would be found any more. Keep the one that the database was written with (of a list the first was used, the others never)' : ', <key id>:<32 bytes in base64>';
  context.addIssue({ code: 'custom', message: `must be one key${why}` });
  return z.NEVER;
});

const PlatformVariables = z.object({
  WUYOU_DATA_DIR: z.string().default('.data'),
  WUYOU_CACHE_DIR: z.string().optional(),
  XDG_CACHE_HOME: z.string().optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** `wuyou migrate` alone: the login that worker and API get, which owns nothing (ADR 0050). */
  DATABASE_APP_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s/]+:\d+$/, 'must be host:port')
    .optional(),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  /** The Temporal CLI to use for the embedded dev server. */
  TEMPORAL_CLI_PATH: z.string().optional(),
  /** The time-skipping test server to use in tests. */
  TEMPORAL_TEST_SERVER_PATH: z.string().optional(),
  /** Where Temporal's web UI is, when `npm start` does not run it: linked to, and the one foreign origin that the codec answers. */
  TEMPORAL_UI_URL: httpUrl.optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.optional(),
  WORKER_HEALTH_PORT: port.optional(),
  PUBLIC_URL: httpUrl.optional(),
  /** The training hospital's pace: one day of an episode takes this long. */
  TRAINING_SECONDS_PER_DAY: z.coerce.number().min(0.1).max(86_400).default(10),
  /** The browser of `npm run test:browser` and `npm run bench -- web`. */
  CHROMIUM_PATH: z.string().default('/usr/bin/chromium'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

const Variables = PlatformVariables.extend({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** Temporal payloads; AES-256-GCM. */
  WUYOU_PAYLOAD_KEYS: keyRing,
  /** Encrypted columns: message texts, notes, questions, addresses, drafts of answers, vendor tokens. */
  WUYOU_FIELD_KEYS: keyRing,
  /** HMAC of patients' codes, national ids and phone numbers for matching. One key, for as long as there is data. */
  WUYOU_INDEX_KEY: oneKey,
  /** Signs patient links and session cookies. */
  WUYOU_LINK_KEYS: keyRing,
  /** The core's second port, for the edge alone (ADR 0053): only what api/edge/routes.ts names. Absent: there is none. */
  EDGE_PORT: port.optional(),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(10),
  /** Prebuilt by `npm run build`; absent: the worker bundles when it starts. */
  WORKFLOW_BUNDLE_PATH: z.string().optional(),
  /** Which build a worker is, for Worker Versioning; in production the git commit. */
  BUILD_ID: z.string().default('dev'),
  /** Name of the Worker Deployment; absent: an unversioned worker. Server 1.30 or newer (docs/operations.md, deploy). */
  WORKER_DEPLOYMENT: z.string().optional(),
  MAX_CACHED_WORKFLOWS: z.coerce.number().int().min(1).default(1000),
  SHUTDOWN_GRACE_SECONDS: z.coerce.number().int().min(1).default(30),
  /** Local time of each hospital from which on its nightly audit is carried out; a convention (C): nobody works with the pages then. */
  AUDIT_AT: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day like 03:30').default('03:30'),
  /** The anchor of the audit: a file that is only appended to, best where nobody who can change the database can change it. */
  AUDIT_ANCHOR_FILE: z.string().optional(),
  /** Where photos, clips and documents lie: a folder of this machine, or a bucket (FILES_S3_*). */
  FILES_STORE: z.enum(['local', 's3'], 'must be local or s3').default('local'),
  /** The folder; with s3 what is on its way passes through it. */
  FILES_DIR: z.string().optional(),
  /** Proxies of ours in front of the API: so many places from the right of X-Forwarded-For stands the address that limits are counted by. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
  /** A POST is abandoned after this (ambiguous) and looked up this much later; an acceptance without a receipt is asked about after that. Absent: each channel's own, made for the real vendor. */
  VENDOR_TIMEOUT_MS: z.coerce.number().int().min(100).optional(),
  VENDOR_LOOKUP_AFTER_MS: z.coerce.number().int().min(100).optional(),
  VENDOR_RECEIPT_WITHIN_MS: z.coerce.number().int().min(100).optional(),
  /** The crash test alone: the process ends hard at this point of the circle (activities/hook.ts), `@<n>`: at its n-th passing. */
  KILL_AT: z.string().regex(/^[a-z-]+(@\d+)?$/).optional(),
  /** SIGSTOP: it sleeps there instead, until the test wakes it. */
  KILL_SIGNAL: z.enum(['SIGKILL', 'SIGSTOP']).default('SIGKILL'),
  /** Where it leaves the line that proves it. */
  KILL_COUNTER_FILE: z.string().optional(),
});

/** What a process needs to find its surroundings; enough for the launcher, which makes the rest. */
export type PlatformSettings = {
  /** Absolute. */
  dataDir: string;
  /** Absolute; downloaded and built tools, keyed by version. */
  cacheDir: string;
  databaseUrl: string | undefined;
  databaseAppUrl: string | undefined;
  temporal: {
    address: string | undefined;
    namespace: string;
    cliPath: string | undefined;
    testServerPath: string | undefined;
    uiUrl: string | undefined;
    /** Every TEMPORAL_* variable, for `@temporalio/envconfig` (`loadClientConnectConfig({ overrideEnvVars })`). */
    variables: Record<string, string>;
  };
  host: string;
  /** undefined: the launcher picks, 8080 and 8081 when they are free. */
  port: number | undefined;
  workerHealthPort: number | undefined;
  /** Origin (and path prefix) under which the world reaches the API; signatures of webhooks are checked against it. */
  publicUrl: string | undefined;
  /** For hospitals of kind training. */
  trainingSecondsPerDay: number;
  chromiumPath: string;
  logLevel: z.output<typeof PlatformVariables>['LOG_LEVEL'];
};

export type Settings = PlatformSettings & {
  databaseUrl: string;
  port: number;
  workerHealthPort: number;
  publicUrl: string;
  databasePool: number;
  keys: { payload: KeyRing; field: KeyRing; index: Key; link: KeyRing };
  worker: { bundlePath: string | undefined; buildId: string; deployment: string | undefined; maxCachedWorkflows: number; shutdownGraceSeconds: number };
  auditAt: string;
  /** Absolute. */
  auditAnchorFile: string;
  filesDir: string;
  /** null: files lie in `filesDir`. */
  s3: S3Settings | null;
  trustedProxies: number;
  /** undefined: no port for an edge. */
  edgePort: number | undefined;
  providers: Providers;
  vendorPatience: { timeoutMs?: number; lookupAfterMs?: number; receiptWithinMs?: number };
  killAt: { point: string; pass: number; counterFile: string; signal: 'SIGKILL' | 'SIGSTOP' } | undefined;
};

const refuse = (problems: string[]): never => {
  throw new PlainError(`The environment is not usable: ${problems.join('; ')}.`);
};
const problemsOf = (error: z.ZodError): string[] =>
  error.issues.map(({ path, message, code, ...rest }) =>
    code === 'invalid_type' && !('received' in rest && rest.received) && message.includes('undefined')
      ? `${path.join('.')} is missing`
      : `${path.join('.')} ${message.replace(/^Invalid /, 'is an invalid ')}`,
  );

/** A variable set to the empty string counts as not set (compose files write `X: ${X:-}`). */
const present = (env: Environment): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => Boolean(entry[1])));

const platformOf = (v: z.output<typeof PlatformVariables>, env: Record<string, string>): PlatformSettings => ({
  dataDir: resolve(v.WUYOU_DATA_DIR),
  cacheDir: resolve(v.WUYOU_CACHE_DIR ?? join(v.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'wuyou')),
  databaseUrl: v.DATABASE_URL,
  databaseAppUrl: v.DATABASE_APP_URL,
  temporal: {
    address: v.TEMPORAL_ADDRESS,
    namespace: v.TEMPORAL_NAMESPACE,
    cliPath: v.TEMPORAL_CLI_PATH,
    testServerPath: v.TEMPORAL_TEST_SERVER_PATH,
    uiUrl: v.TEMPORAL_UI_URL,
    variables: Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith('TEMPORAL_'))),
  },
  host: v.HOST,
  port: v.PORT,
  workerHealthPort: v.WORKER_HEALTH_PORT,
  publicUrl: v.PUBLIC_URL,
  trainingSecondsPerDay: v.TRAINING_SECONDS_PER_DAY,
  chromiumPath: v.CHROMIUM_PATH,
  logLevel: v.LOG_LEVEL,
});

const providersOf = (env: Record<string, string>): Providers => {
  const found: [string, unknown][] = [];
  const problems: string[] = [];
  for (const [name, schema] of Object.entries(providers)) {
    const names = Object.keys(schema.in.shape);
    if (!names.some((variable) => variable in env)) continue;
    const result = schema.safeParse(env);
    if (result.success) found.push([name, result.data]);
    else problems.push(...problemsOf(result.error).map((problem) => `${problem} (${name} is configured by ${names.join(', ')})`));
  }
  if (problems.length > 0) refuse(problems);
  return Object.fromEntries(found);
};

/** Half of a store, or one that is named and not chosen, would send patients' pictures where nobody looks for them. */
function s3Of(store: 'local' | 's3', env: Record<string, string>): S3Settings | null {
  const names = Object.keys(s3Variables.in.shape);
  const given = names.filter((name) => name in env);
  if (store === 'local') return given.length === 0 ? null : refuse([`${given.join(', ')} set, but FILES_STORE is local: set FILES_STORE=s3, or leave them out`]);
  const result = s3Variables.safeParse(env);
  return result.success ? result.data : refuse(problemsOf(result.error).map((problem) => `${problem} (FILES_STORE=s3 is configured by ${names.join(', ')})`));
}

function killAtOf({ KILL_AT: written, KILL_COUNTER_FILE: counterFile, KILL_SIGNAL: signal }: z.output<typeof Variables>): Settings['killAt'] {
  if (written === undefined || counterFile === undefined) return undefined;
  const [point = '', pass = '1'] = written.split('@');
  return { point, pass: Number(pass), counterFile, signal };
}

export function parsePlatformSettings(environment: Environment): PlatformSettings {
  const env = present(environment);
  const result = PlatformVariables.safeParse(env);
  return result.success ? platformOf(result.data, env) : refuse(problemsOf(result.error));
}

export function parseSettings(environment: Environment): Settings {
  const env = present(environment);
  const result = Variables.safeParse(env);
  if (!result.success) return refuse(problemsOf(result.error));
  const v = result.data;
  const platform = platformOf(v, env);
  const listenOn = v.PORT ?? defaultPorts.api;
  return {
    ...platform,
    databaseUrl: v.DATABASE_URL,
    port: listenOn,
    workerHealthPort: v.WORKER_HEALTH_PORT ?? defaultPorts.workerHealth,
    publicUrl: v.PUBLIC_URL ?? `http://127.0.0.1:${listenOn}`,
    databasePool: v.DATABASE_POOL,
    keys: { payload: v.WUYOU_PAYLOAD_KEYS, field: v.WUYOU_FIELD_KEYS, index: v.WUYOU_INDEX_KEY, link: v.WUYOU_LINK_KEYS },
    worker: {
      bundlePath: v.WORKFLOW_BUNDLE_PATH,
      buildId: v.BUILD_ID,
      deployment: v.WORKER_DEPLOYMENT,
      maxCachedWorkflows: v.MAX_CACHED_WORKFLOWS,
      shutdownGraceSeconds: v.SHUTDOWN_GRACE_SECONDS,
    },
    trustedProxies: v.TRUSTED_PROXIES,
    edgePort: v.EDGE_PORT,
    auditAt: v.AUDIT_AT,
    auditAnchorFile: resolve(v.AUDIT_ANCHOR_FILE ?? join(platform.dataDir, 'anchor.jsonl')),
    filesDir: resolve(v.FILES_DIR ?? join(platform.dataDir, 'files')),
    s3: s3Of(v.FILES_STORE, env),
    providers: providersOf(env),
    vendorPatience: {
      ...(v.VENDOR_TIMEOUT_MS === undefined ? {} : { timeoutMs: v.VENDOR_TIMEOUT_MS }),
      ...(v.VENDOR_LOOKUP_AFTER_MS === undefined ? {} : { lookupAfterMs: v.VENDOR_LOOKUP_AFTER_MS }),
      ...(v.VENDOR_RECEIPT_WITHIN_MS === undefined ? {} : { receiptWithinMs: v.VENDOR_RECEIPT_WITHIN_MS }),
    },
    killAt: killAtOf(v),
  };
}

/** What opens something. The edge stands where strangers may get in, so it does not start with any of them in its hands. */
const secretNames: readonly string[] = [
  // The two passwords are in the `.env` of docker-compose.yml, which must not come along to the DMZ.
  'DATABASE_URL', 'DATABASE_APP_URL', 'DATABASE_APP_PASSWORD', 'POSTGRES_PASSWORD', ...temporalSecrets, 'WUYOU_PAYLOAD_KEYS', 'WUYOU_FIELD_KEYS', 'WUYOU_INDEX_KEY', 'WUYOU_LINK_KEYS',
  ...Object.keys(s3Variables.in.shape),
  ...Object.values(providers).flatMap((schema) => Object.keys(schema.in.shape)),
];

export function parseEdgeSettings(environment: Environment): EdgeSettings {
  const env = present(environment);
  const held = secretNames.flatMap((name) => [name, `${name}_FILE`]).filter((name) => name in env);
  if (held.length > 0) refuse([`the edge must hold no secrets, but ${held.join(', ')} ${held.length === 1 ? 'is' : 'are'} set: remove ${held.length === 1 ? 'it' : 'them'} from the machine in the DMZ`]);
  const result = edgeVariables.safeParse(env);
  if (!result.success) return refuse(problemsOf(result.error));
  const v = result.data;
  return { coreUrl: v.CORE_URL, host: v.HOST, port: v.PORT, trustedProxies: v.TRUSTED_PROXIES, logLevel: v.LOG_LEVEL };
}

/** Names of all variables that the project knows; the compose file and the documentation are checked against it. */
export const variableNames: readonly string[] = [
  ...Object.keys(Variables.shape),
  ...temporalVariables,
  ...Object.keys(edgeVariables.shape).filter((name) => !(name in Variables.shape)),
  ...Object.keys(s3Variables.in.shape),
  ...Object.values(providers).flatMap((schema) => Object.keys(schema.in.shape)),
];

export const environmentFile = (dataDir: string): string => join(dataDir, 'environment.json');

/** null: no `npm start` has come so far in this data folder. */
const writtenByStart = (env: Environment): Record<string, string> | null => {
  const file = environmentFile(resolve(env['WUYOU_DATA_DIR'] || '.data'));
  try {
    return z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new PlainError(`${file} cannot be read (it is written by npm start): delete it and run npm start again.`);
  }
};

const givenHere = (): Record<string, string> => withNamedFiles(present(process.env), variableNames);

/** Settings of this process. */
export function settings(): Settings {
  const written = writtenByStart(process.env);
  const given = givenHere();
  if (written === null && !given['DATABASE_URL']) {
    throw new PlainError('Wuyou was never started in this folder: run npm start (in another terminal) first, or set DATABASE_URL, TEMPORAL_ADDRESS and the WUYOU_* keys of a running one.');
  }
  return parseSettings({ ...written, ...given });
}
/** The surroundings alone, as the person set them: what an earlier `npm start` wrote is not looked at. */
export const platformSettings = (): PlatformSettings => parsePlatformSettings(givenHere());
/** Settings of the edge process. */
export const edgeSettings = (): EdgeSettings => parseEdgeSettings(process.env);
/** For child processes, so that they inherit PATH and the rest. */
export const inheritedEnvironment = givenHere;
