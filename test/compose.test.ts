/** docker-compose.yml against the official compose schema (dclint ships it), our settings and our files; no engine is at hand. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseEdgeSettings, parseSettings, variableNames } from '../settings.js';
import { testKeyVariables } from './support/keys.js';

type Service = {
  image?: string;
  build?: string;
  command?: string[];
  environment?: Record<string, string>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: unknown;
  volumes?: string[];
  configs?: { source: string }[];
  entrypoint?: string[];
  networks?: string[];
  ports?: string[];
  profiles?: string[];
};
type Compose = { services: Record<string, Service>; networks: Record<string, unknown>; volumes: Record<string, unknown>; configs: Record<string, { content: string }> };

const root = new URL('../', import.meta.url);
const text = readFileSync(new URL('docker-compose.yml', root), 'utf8');
const compose = parse(text, { merge: true }) as Compose;
const extra = (file: string): Compose => parse(readFileSync(new URL(`deploy/compose/${file}`, root), 'utf8')) as Compose;
const dockerfile = readFileSync(new URL('Dockerfile', root), 'utf8');
/** It names draft-07 by an https address, which no validator knows by that name. */
const { $schema: _, ...schema } = JSON.parse(readFileSync(new URL('node_modules/dclint/schemas/compose.schema.json', root), 'utf8')) as Record<string, unknown>;
const validate = new Ajv({ strict: false, allErrors: true, formats: { duration: true, ports: true, expose: true, subnet_ip_address: true, uint32: true, gpus: true } }).compile(schema);
const ours = ['migrate', 'worker', 'api'];

/** `${NAME:-default}` and `${NAME:?words}` as compose fills them in; `$$` is a dollar. */
const interpolate = (value: string, given: Record<string, string>): string =>
  value.replaceAll('$$', '\0').replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name: string, kind: string | undefined, rest: string) => given[name] ?? (kind === '-' ? rest : '')).replaceAll('\0', '$');

describe('docker-compose.yml', () => {
  it('follows the compose schema', () => {
    validate(compose);
    expect(validate.errors ?? []).toEqual([]);
  });

  it('would not pass with a misspelt key or a wrong type', () => {
    const { api } = compose.services;
    expect(validate({ services: { api: { ...api, depend_on: {} } } })).toBe(false);
    expect(validate({ services: { api: { ...api, healthcheck: { test: 1 } } } })).toBe(false);
  });

  it.each(Object.entries(compose.services))('%s waits only for services that exist and can be waited for', (_, { depends_on = {} }) => {
    for (const [name, { condition }] of Object.entries(depends_on)) {
      const other = compose.services[name];
      expect(other, name).toBeDefined();
      if (condition === 'service_healthy') expect(other?.healthcheck, `${name} has no healthcheck`).toBeDefined();
      else expect(condition).toBe('service_completed_successfully');
    }
  });

  it.each(Object.entries(compose.services))('%s uses volumes and configs that are declared', (_, { volumes = [], configs = [] }) => {
    for (const volume of volumes) expect(compose.volumes).toHaveProperty(volume.split(':')[0] ?? '');
    for (const { source } of configs) expect(compose.configs).toHaveProperty(source);
  });

  it.each(ours)('%s gets only variables that settings.ts knows, and enough of them to start', (name) => {
    const environment = compose.services[name]?.environment ?? {};
    const known = [...variableNames, 'NODE_OPTIONS'];
    expect(Object.keys(environment).filter((variable) => !known.includes(variable))).toEqual([]);
    const given = { POSTGRES_PASSWORD: 'secret', DATABASE_APP_PASSWORD: 'other', PUBLIC_URL: 'https://care.hospital.example', ...testKeyVariables };
    const filled = Object.fromEntries(Object.entries(environment).map(([variable, value]) => [variable, interpolate(value, given)]));
    expect(parseSettings(filled)).toMatchObject({ publicUrl: 'https://care.hospital.example', temporal: { address: 'temporal:7233', namespace: 'wuyou' } });
  });

  it('passes on every provider and store that settings.ts knows', () => {
    const environment = Object.keys(compose.services['worker']?.environment ?? {});
    const needed = variableNames.filter((name) => /^(TWILIO|ALIYUN|WECHAT|WECOM|SMTP|EMAIL|JITSI|OIDC|FILES)_/.test(name) && !name.endsWith('_PROTOCOL'));
    expect(needed.filter((name) => !environment.includes(name))).toEqual([]);
  });

  it('leads Temporal’s UI to the codec by the staff’s address, for the edge has none, and tells the API from where it may be asked', () => {
    const staff = { PUBLIC_URL: 'https://care.hospital.example', STAFF_URL: 'https://wuyou.hospital.internal', TEMPORAL_UI_URL: 'https://temporal.hospital.internal' };
    const filled = (name: string, given: Record<string, string>): Record<string, string> => Object.fromEntries(Object.entries(compose.services[name]?.environment ?? {}).map(([variable, value]) => [variable, interpolate(value, given)]));
    expect(filled('temporal-ui', staff)).toMatchObject({ TEMPORAL_CODEC_ENDPOINT: 'https://wuyou.hospital.internal/codec', TEMPORAL_CODEC_INCLUDE_CREDENTIALS: 'true' });
    expect(filled('api', staff)['TEMPORAL_UI_URL']).toBe(staff.TEMPORAL_UI_URL);
    expect([filled('temporal-ui', {})['TEMPORAL_CODEC_ENDPOINT'], filled('api', {})['TEMPORAL_UI_URL']]).toEqual(['http://127.0.0.1:8080/codec', 'http://127.0.0.1:8233']);
  });

  it('gives the edge the address of the core’s own port and no secret, and shows it no other service', () => {
    const { edge, api } = compose.services;
    const filled = Object.fromEntries(Object.entries(edge?.environment ?? {}).map(([variable, value]) => [variable, interpolate(value, {})]));
    expect(parseEdgeSettings(filled)).toMatchObject({ coreUrl: `http://api:${api?.environment?.['EDGE_PORT']}`, trustedProxies: 1 });
    expect(edge?.volumes).toBeUndefined();
    const shared = Object.entries(compose.services).filter(([name, { networks = ['default'] }]) => name !== 'edge' && networks.some((network) => edge?.networks?.includes(network)));
    expect(shared.map(([name]) => name)).toEqual(['api']);
  });

  it.each([...ours, 'edge'])('%s runs a file that the build makes', (name) => {
    const [program, file = ''] = compose.services[name]?.command ?? [];
    expect(program).toBe('node');
    const source = file.replace(/^dist\//, '').replace(/\.js$/, '.ts');
    expect(existsSync(fileURLToPath(new URL(source, root))), source).toBe(true);
  });

  it('pins every image', () => {
    for (const { image = '' } of Object.values(compose.services)) expect(interpolate(image, {})).toMatch(/:[\w.-]+$/);
  });
});

describe('core and edge on two hosts', () => {
  const [core, dmz] = [extra('core.yml'), extra('edge.yml')];
  const at = '10.1.2.3';

  it.each([['core.yml', core], ['edge.yml', dmz]])('deploy/compose/%s follows the compose schema', (_, file) => {
    validate(file);
    expect(validate.errors ?? []).toEqual([]);
  });

  it('the core publishes the port for the edge on one address, which somebody has to name, and starts no edge', () => {
    const { api, edge } = compose.services;
    const port = api?.environment?.['EDGE_PORT'];
    const published = core.services['api']?.ports ?? [];
    expect(published.map((one) => interpolate(one, { EDGE_LISTEN: at }))).toEqual([`${at}:${port}:${port}`]);
    expect(published.every((one) => one.includes('${EDGE_LISTEN:?'))).toBe(true);
    expect([core.services['edge']?.profiles, edge?.profiles, Object.keys(core.services)]).toEqual([['one-host'], undefined, ['api', 'edge']]);
    expect(api?.ports?.some((one) => one.includes(String(port)))).toBe(false);
    // A port is published from a network that leads out; the one to the edge does not.
    expect(api?.networks).toContain('default');
  });

  it('the edge in the DMZ is the same one, given the core’s address and no secret', () => {
    const [there, here] = [dmz.services['edge'], compose.services['edge']];
    const hard = (of: Service | undefined) => { const { image, networks, depends_on, healthcheck, environment, ...rest } = of ?? {}; return [rest, Object.keys(environment ?? {}), image !== undefined, healthcheck !== undefined, networks, depends_on].slice(0, 4); };
    expect(hard(there)).toEqual(hard(here));
    const given = { CORE_URL: `http://${at}:8082`, EDGE_TRUSTED_PROXIES: '2' };
    const filled = (of: Service | undefined) => parseEdgeSettings(Object.fromEntries(Object.entries(of?.environment ?? {}).map(([variable, value]) => [variable, interpolate(value, given)])));
    expect([filled(there), filled(here)]).toMatchObject([{ coreUrl: given.CORE_URL, trustedProxies: 2 }, { coreUrl: given.CORE_URL, trustedProxies: 2 }]);
    expect(Object.keys(dmz.services)).toEqual(['edge']);
    expect([there?.environment?.['CORE_URL'], there?.image]).toEqual([expect.stringContaining('${CORE_URL:?'), expect.stringContaining('${WUYOU_IMAGE:?')]);
  });

  it('the firewall of docs/deployment.md opens the ports that are listened on, and no other', () => {
    const table = readFileSync(new URL('docs/deployment.md', root), 'utf8').split('### What the firewall allows')[1]?.split('\n\n')[1] ?? '';
    const opened = [...new Set([...table.matchAll(/\b\d{3,5}\b/g)].map(([port]) => port))].toSorted();
    const { api, worker, edge } = Object.fromEntries(Object.entries(compose.services).map(([name, { environment = {} }]) => [name, environment]));
    const listened = [api?.['PORT'], api?.['EDGE_PORT'], worker?.['WORKER_HEALTH_PORT'], edge?.['PORT'], api?.['TEMPORAL_ADDRESS']?.split(':')[1], new URL(interpolate(api?.['DATABASE_URL'] ?? '', { DATABASE_APP_PASSWORD: 'x' })).port];
    expect(opened).toEqual([...new Set([...listened.map(String), '443'])].toSorted());
  });

  it('docs/deployment.md names these files and every variable that they ask for', () => {
    const page = readFileSync(new URL('docs/deployment.md', root), 'utf8');
    const asked = ['core.yml', 'edge.yml'].flatMap((file) => [...readFileSync(new URL(`deploy/compose/${file}`, root), 'utf8').matchAll(/\$\{(\w+):\?/g)].map(([, name = '']) => name));
    expect(asked.toSorted()).toEqual(['CORE_URL', 'EDGE_LISTEN', 'WUYOU_IMAGE']);
    for (const word of ['deploy/compose/core.yml', 'deploy/compose/edge.yml', ...asked.map((name) => `${name}=`)]) expect(page).toContain(word);
  });
});

describe('the Dockerfile', () => {
  it('copies only what exists or was built, and runs as nobody special on glibc', () => {
    expect(dockerfile).toMatch(/^FROM node:20\.\d+-slim\n/m);
    expect(dockerfile).toMatch(/^USER node$/m);
    const copied = [...dockerfile.matchAll(/^COPY --from=build \/app\/(\S+)/gm)].map(([, path]) => path ?? '');
    expect(copied).toEqual(['package.json', 'node_modules', 'scripts/wuyou.mjs', 'dist']);
  });

  it('sets only variables that settings.ts knows', () => {
    const set = [...dockerfile.matchAll(/\b([A-Z][A-Z_]+)=/g)].map(([, name]) => name);
    expect(set.filter((name) => name !== 'NODE_ENV' && !variableNames.includes(name ?? ''))).toEqual([]);
  });
});
