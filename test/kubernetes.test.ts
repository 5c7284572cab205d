/** deploy/kubernetes against the schema of Kubernetes itself (strict: an unknown field fails), our settings and our files; no cluster is at hand. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { withNamedFiles } from '../platform/named-files.js';
import { parseEdgeSettings, parseSettings, platformSettings, variableNames } from '../settings.js';
import { testKeyVariables } from './support/keys.js';

type Probe = { httpGet: { path: string; port: string } };
type Container = {
  name: string; image: string; command: string[];
  env?: { name: string; value: string }[]; envFrom?: { configMapRef: { name: string } }[];
  ports?: { name: string; containerPort: number }[]; volumeMounts?: { name: string; mountPath: string }[];
  livenessProbe?: Probe; readinessProbe?: Probe; startupProbe?: Probe;
  resources?: { requests?: Record<string, string>; limits?: { memory?: string } };
  securityContext?: { allowPrivilegeEscalation?: boolean; readOnlyRootFilesystem?: boolean; capabilities?: { drop?: string[] } };
};
type Pod = {
  metadata: { labels: Record<string, string> };
  spec: { containers: [Container]; automountServiceAccountToken?: boolean; terminationGracePeriodSeconds?: number; securityContext?: { runAsNonRoot?: boolean; runAsUser?: number; seccompProfile?: { type: string } }; volumes?: { name: string; secret?: { secretName: string }; persistentVolumeClaim?: { claimName: string } }[] };
};
type Peer = { namespaceSelector?: { matchLabels: Record<string, string> }; podSelector?: { matchLabels: Record<string, string> }; ipBlock?: { cidr: string } };
type Manifest = {
  apiVersion: string; kind: string; metadata: { name: string; namespace?: string }; data?: Record<string, string>;
  spec?: {
    template?: Pod; replicas?: number; selector?: Record<string, unknown>; ports?: { name: string; port: number; targetPort: string }[];
    podSelector?: { matchLabels?: Record<string, string> }; ingress?: { from: Peer[]; ports: { port: number }[] }[]; egress?: { to: Peer[]; ports: { port: number }[] }[];
    accessModes?: string[];
    rules?: { host: string; http: { paths: { backend: { service: { name: string; port: { name: string } } } }[] } }[];
  };
};

const root = new URL('../', import.meta.url);
const folder = new URL('deploy/kubernetes/', root);
const documents = readdirSync(folder).filter((name) => name.endsWith('.yaml')).toSorted()
  .flatMap((file) => parseAllDocuments(readFileSync(new URL(file, folder), 'utf8')).map((document) => ({ file, errors: document.errors, manifest: document.toJS() as Manifest })));
const manifests = documents.map(({ manifest }) => manifest);
const label = ({ kind, metadata: { name, namespace = '' } }: Manifest): string => `${kind} ${namespace}/${name}`;
const named = (kind: string, name: string, namespace: string): Manifest | undefined => manifests.find((one) => one.kind === kind && one.metadata.name === name && one.metadata.namespace === namespace);

const schema = JSON.parse(readFileSync(new URL('test/kubernetes/schema.json', root), 'utf8')) as { kinds: Record<string, { $ref: string }>; definitions: object };
const ajv = new Ajv({ strict: false, allErrors: true, allowUnionTypes: true, validateFormats: false }).addSchema({ $id: 'kubernetes', definitions: schema.definitions });
function problemsOf(manifest: unknown): string[] {
  const { apiVersion, kind } = manifest as Manifest;
  const known = schema.kinds[`${apiVersion} ${kind}`];
  if (known === undefined) return [`${apiVersion} ${kind} is no kind of Kubernetes that we use`];
  const validate = ajv.getSchema(`kubernetes${known.$ref}`);
  if (!validate) throw new Error(`test/kubernetes/schema.json has no ${known.$ref}`);
  if (validate(manifest) === true) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
}

const pods = manifests.flatMap((one) => (one.spec?.template ? [{ of: label(one), kind: one.kind, namespace: one.metadata.namespace ?? '', pod: one.spec.template, container: one.spec.template.spec.containers[0] }] : []));
const podsIn = (namespace: string, labels: Record<string, string> = {}) => pods.filter((one) => one.namespace === namespace && Object.entries(labels).every(([key, value]) => one.pod.metadata.labels[key] === value));

const secrets = mkdtempSync(join(tmpdir(), 'wuyou-secrets-'));
afterAll(() => rmSync(secrets, { recursive: true }));
/** What docs/deployment.md puts into the two Secrets. */
const held: Record<string, Record<string, string>> = {
  wuyou: { ...testKeyVariables, DATABASE_URL: 'postgres://wuyou_app:secret@db.hospital.internal:5432/wuyou' },
  'wuyou-owner': { DATABASE_URL: 'postgres://wuyou:secret@db.hospital.internal:5432/wuyou' },
};
for (const [secret, files] of Object.entries(held)) {
  mkdirSync(join(secrets, secret));
  for (const [name, value] of Object.entries(files)) writeFileSync(join(secrets, secret, name), `${value}\n`);
}
/** The environment of a container, with the files of the Secrets as the test has made them. */
function environmentOf({ env = [], envFrom = [] }: Container, namespace: string): Record<string, string> {
  const all: Record<string, string> = Object.fromEntries([...envFrom.flatMap(({ configMapRef }) => Object.entries(named('ConfigMap', configMapRef.name, namespace)?.data ?? {})), ...env.map(({ name, value }) => [name, value])]);
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, value.replace('/run/secrets', secrets)]));
}

describe('deploy/kubernetes', () => {
  it.each(documents.map(({ file, errors, manifest }) => [`${file} ${label(manifest)}`, errors, manifest] as const))('%s follows the schema', (_, errors, manifest) => {
    expect(errors).toEqual([]);
    expect(problemsOf(manifest)).toEqual([]);
  });

  it('would not pass with a misspelt field, a wrong type, or a missing one', () => {
    const api = structuredClone(named('Deployment', 'wuyou-api', 'wuyou')) as Manifest & { spec: { template: Pod } };
    const container = api.spec.template.spec.containers[0] as unknown as Record<string, unknown>;
    const broken = (change: (one: typeof container) => void): string[] => {
      const copy = structuredClone(api);
      change(copy.spec.template.spec.containers[0] as unknown as Record<string, unknown>);
      return problemsOf(copy);
    };
    expect(container['livenessProbe']).toBeDefined();
    expect(broken((one) => { one['livenessprobe'] = one['livenessProbe']; })).toHaveLength(1);
    expect(broken((one) => { one['command'] = 'node'; })).toHaveLength(1);
    expect(broken((one) => { delete one['name']; })).toHaveLength(1);
    expect(problemsOf({ apiVersion: 'policy/v1beta1', kind: 'PodDisruptionBudget' })).toHaveLength(1);
  });

  it.each(pods.map((one) => [one.of, one] as const))('%s runs as nobody, on a root it cannot write, within a limit, from a pinned image', (_, { pod, container }) => {
    expect(pod.spec).toMatchObject({ automountServiceAccountToken: false, securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } } });
    expect(container.securityContext).toEqual({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } });
    expect(container.resources).toMatchObject({ requests: { cpu: expect.any(String) as string, memory: expect.any(String) as string }, limits: { memory: expect.any(String) as string } });
    expect(container.image).toMatch(/:\d+\.\d+\.\d+$/);
    const volumes = (pod.spec.volumes ?? []).map(({ name }) => name);
    expect((container.volumeMounts ?? []).map(({ name }) => name).filter((name) => !volumes.includes(name))).toEqual([]);
    for (const { persistentVolumeClaim } of pod.spec.volumes ?? []) if (persistentVolumeClaim) expect(named('PersistentVolumeClaim', persistentVolumeClaim.claimName, 'wuyou')).toBeDefined();
  });

  it.each(pods.map((one) => [one.of, one] as const))('%s runs a file that the build makes', (_, { container: { command: [program, file = ''] } }) => {
    expect(program).toBe('node');
    expect(existsSync(fileURLToPath(new URL(file.replace(/^dist\//, '').replace(/\.js$/, '.ts'), root))), file).toBe(true);
  });

  it.each(podsIn('wuyou').map((one) => [one.of, one] as const))('%s gets only variables that settings.ts knows, its secrets as files, and enough to start', (_, { container, namespace }) => {
    const environment = environmentOf(container, namespace);
    const known = [...variableNames, 'NODE_OPTIONS'];
    expect(Object.keys(environment).filter((name) => !known.includes(name) && !known.includes(name.replace(/_FILE$/, '')))).toEqual([]);
    expect(Object.keys(held['wuyou'] ?? {}).filter((name) => name in environment || !(`${name}_FILE` in environment))).toEqual([]);
    expect(parseSettings(withNamedFiles(environment, variableNames))).toMatchObject({ host: '0.0.0.0', publicUrl: 'https://care.hospital.example' });
  });

  it.each(podsIn('wuyou').map((one) => [one.of, one] as const))('%s finds each file that it is told of in a Secret that it mounts', (_, { container, pod, namespace }) => {
    for (const path of Object.entries(environmentOf(container, namespace)).flatMap(([name, value]) => (name.endsWith('_FILE') && value.startsWith(secrets) ? [value.slice(secrets.length + 1)] : []))) {
      const [secret = '', file = ''] = path.split('/');
      expect(held[secret], path).toHaveProperty(file);
      const volume = pod.spec.volumes?.find((one) => one.secret?.secretName === secret)?.name;
      expect(container.volumeMounts, path).toContainEqual({ name: volume, mountPath: `/run/secrets/${secret}`, readOnly: true });
    }
  });

  it('lets the job that migrates sign in as the owner of the tables, and nobody else: workers and API get the login that it makes', () => {
    const app = held['wuyou']?.['DATABASE_URL'];
    for (const { of, container, pod, namespace } of podsIn('wuyou')) {
      const migrates = of === 'Job wuyou/wuyou-migrate';
      const environment = environmentOf(container, namespace);
      expect(pod.spec.volumes?.some(({ secret }) => secret?.secretName === 'wuyou-owner'), of).toBe(migrates);
      expect(parseSettings(withNamedFiles(environment, variableNames)).databaseUrl, of).toBe(migrates ? held['wuyou-owner']?.['DATABASE_URL'] : app);
      if (!migrates) continue;
      // As the command itself reads them.
      for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
      expect(platformSettings()).toMatchObject({ databaseUrl: held['wuyou-owner']?.['DATABASE_URL'], databaseAppUrl: app, temporal: { address: 'temporal-frontend.temporal:7233', namespace: 'wuyou' } });
      vi.unstubAllEnvs();
    }
  });

  it('tells the API from where Temporal’s UI asks for the codec: the site that staff sign in on, whose cookies come along', () => {
    const [api] = podsIn('wuyou', { app: 'api' });
    const ui = new URL(api ? (environmentOf(api.container, 'wuyou')['TEMPORAL_UI_URL'] ?? '') : '');
    const [rule] = named('Ingress', 'staff', 'wuyou')?.spec?.rules ?? [];
    expect([ui.protocol, ui.hostname.split('.').slice(1)]).toEqual(['https:', rule?.host.split('.').slice(1)]);
  });

  it('keeps the anchor of the audit log on a volume that all workers share, and that nobody else has', () => {
    const claims = ({ pod, container }: (typeof pods)[number]): { path: string; claim: string }[] =>
      (container.volumeMounts ?? []).flatMap(({ name, mountPath }) => (pod.spec.volumes ?? []).flatMap((volume) => (volume.name === name && volume.persistentVolumeClaim ? [{ path: `${mountPath}/`, claim: volume.persistentVolumeClaim.claimName }] : [])));
    const [worker] = podsIn('wuyou', { app: 'worker' });
    if (!worker) throw new Error('deploy/kubernetes has no worker');
    const { auditAnchorFile } = parseSettings({ ...environmentOf(worker.container, 'wuyou'), ...testKeyVariables, DATABASE_URL: 'postgres://wuyou:secret@db.hospital.internal:5432/wuyou' });
    const claim = claims(worker).find(({ path }) => auditAnchorFile.startsWith(path))?.claim ?? '';
    expect(named('PersistentVolumeClaim', claim, 'wuyou')?.spec?.accessModes).toEqual(['ReadWriteMany']);
    expect(pods.filter((one) => claims(one).some((mounted) => mounted.claim === claim)).map(({ of }) => of)).toEqual([worker.of]);
  });

  it.each(pods.filter(({ kind }) => kind === 'Deployment').map((one) => [one.of, one] as const))('%s is asked how it is at a port that it opens, and two of it survive a drain', (of, { container, pod, namespace }) => {
    const ports = new Map((container.ports ?? []).map(({ name, containerPort }) => [name, containerPort]));
    for (const probe of [container.livenessProbe, container.readinessProbe]) expect(ports.has(probe?.httpGet.port ?? '')).toBe(true);
    const deployment = manifests.find((one) => label(one) === of);
    expect(deployment?.spec?.replicas).toBeGreaterThanOrEqual(2);
    expect(deployment?.spec?.selector).toEqual({ matchLabels: { app: pod.metadata.labels['app'] } });
    const budget = manifests.find((one) => one.kind === 'PodDisruptionBudget' && one.metadata.namespace === namespace && JSON.stringify(one.spec?.selector) === JSON.stringify(deployment?.spec?.selector));
    expect(budget?.spec).toMatchObject({ minAvailable: 1 });
  });

  it('gives the worker the time that it takes to finish', () => {
    const [{ pod, container } = { pod: undefined, container: undefined }] = podsIn('wuyou', { app: 'worker' });
    const grace = Number(container?.env?.find(({ name }) => name === 'SHUTDOWN_GRACE_SECONDS')?.value);
    expect(pod?.spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(grace + 10);
  });

  it.each(manifests.filter(({ kind }) => kind === 'Service').map((one) => [label(one), one] as const))('%s leads to a port of a pod', (_, { spec, metadata: { namespace = '' } }) => {
    const [target] = podsIn(namespace, spec?.selector as Record<string, string>);
    for (const { targetPort } of spec?.ports ?? []) expect(target?.container.ports?.map(({ name }) => name)).toContain(targetPort);
  });

  it.each(manifests.filter(({ kind }) => kind === 'Ingress').map((one) => [label(one), one] as const))('%s leads to a service beside it', (_, { spec, metadata: { namespace = '' } }) => {
    const backends = (spec?.rules ?? []).flatMap(({ http }) => http.paths.map(({ backend }) => backend.service));
    expect(backends).not.toEqual([]);
    for (const { name, port } of backends) expect(named('Service', name, namespace)?.spec?.ports?.map((one) => one.name)).toContain(port.name);
  });

  it('holds no secret', () => expect(manifests.filter(({ kind }) => kind === 'Secret')).toEqual([]));
});

describe('the edge in the cluster', () => {
  const [edge] = podsIn('wuyou-edge');
  const api = named('Service', 'api-for-edge', 'wuyou');

  it('knows where the core’s port for it is, and nothing else', () => {
    const environment = edge ? environmentOf(edge.container, 'wuyou-edge') : {};
    expect(parseEdgeSettings(environment)).toMatchObject({ coreUrl: `http://${api?.metadata.name}.${api?.metadata.namespace}:${api?.spec?.ports?.[0]?.port}`, trustedProxies: 1 });
    expect(edge?.pod.spec.volumes).toBeUndefined();
    expect(edge?.container.envFrom).toBeUndefined();
    const [core] = podsIn('wuyou', { app: 'api' });
    expect(core?.container.ports?.find(({ name }) => name === api?.spec?.ports?.[0]?.targetPort)?.containerPort).toBe(Number(core?.container.env?.find(({ name }) => name === 'EDGE_PORT')?.value));
  });

  it('reaches that port and the names, and from its namespace nothing else is reached', () => {
    const out = manifests.filter(({ kind, metadata, spec }) => kind === 'NetworkPolicy' && metadata.namespace === 'wuyou-edge' && spec?.egress);
    expect(out.flatMap(({ spec }) => (spec?.egress ?? []).flatMap(({ to, ports }) => to.map(({ podSelector }) => `${JSON.stringify(podSelector?.matchLabels)} ${ports.map(({ port }) => port).join(',')}`)))).toEqual(['{"app":"api"} 8082', '{"k8s-app":"kube-dns"} 53,53']);
    const fromEdge = manifests.filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.namespace === 'wuyou').flatMap(({ spec }) => (spec?.ingress ?? []).filter(({ from }) => from.some(({ namespaceSelector }) => Object.values(namespaceSelector?.matchLabels ?? {}).includes('wuyou-edge'))));
    expect(fromEdge.map(({ from, ports }) => [from.length, ports])).toEqual([[1, [{ protocol: 'TCP', port: 8082 }]]]);
  });

  it.each(['wuyou', 'wuyou-edge'])('%s begins with nothing allowed', (namespace) => {
    expect(named('NetworkPolicy', 'nothing', namespace)?.spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
  });

  it.each(manifests.filter(({ kind, spec }) => kind === 'NetworkPolicy' && spec?.podSelector?.matchLabels).map((one) => [label(one), one] as const))('%s means pods that exist', (_, { spec, metadata: { namespace = '' } }) => {
    expect(podsIn(namespace, spec?.podSelector?.matchLabels).length).toBeGreaterThan(0);
  });
});
