import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { inheritedEnvironment, parseEdgeSettings, parseSettings, platformSettings, settings, variableNames } from './settings.js';
import { testKeyVariables } from './test/support/keys.js';

const enough = { DATABASE_URL: 'postgres://care@db/care', ...testKeyVariables };

const oidc = { OIDC_ISSUER: 'https://id.hospital.example', OIDC_CLIENT_ID: 'wuyou', OIDC_CLIENT_SECRET: 'secret' };
const s3 = { FILES_STORE: 's3', FILES_S3_BUCKET: 'care', FILES_S3_ACCESS_KEY_ID: 'id', FILES_S3_SECRET_ACCESS_KEY: 'secret' };

describe('the environment', () => {
  it('needs a database and keys, and has an answer for the rest', () => {
    expect(parseSettings(enough)).toMatchObject({ port: 8080, publicUrl: 'http://127.0.0.1:8080', temporal: { namespace: 'default' }, providers: {} });
  });

  it('opens with every key and closes with the first', () => {
    const [id, base64] = (testKeyVariables['WUYOU_FIELD_KEYS'] ?? '').split(':');
    const { keys } = parseSettings({ ...enough, WUYOU_FIELD_KEYS: `new:${Buffer.alloc(32, 9).toString('base64')},${id}:${base64}` });
    expect(keys.field.map((key) => key.id)).toEqual(['new', id]);
  });

  it('keeps files in a folder, or in a bucket that is named whole', () => {
    expect(parseSettings({ ...enough, FILES_S3_BUCKET: '' }).s3).toBeNull();
    expect(parseSettings({ ...enough, ...s3, FILES_S3_ENDPOINT: 'http://minio:9000/' }).s3).toEqual({
      endpoint: 'http://minio:9000', bucket: 'care', region: 'us-east-1', accessKeyId: 'id', secretAccessKey: 'secret', forcePathStyle: true, encryption: 'AES256',
    });
    expect(parseSettings({ ...enough, ...s3, FILES_S3_FORCE_PATH_STYLE: 'false', FILES_S3_ENCRYPTION: 'none' }).s3).toMatchObject({ endpoint: undefined, forcePathStyle: false, encryption: null });
  });

  it('takes an empty variable for an unset one, as compose files write them', () => {
    expect(parseSettings({ ...enough, TWILIO_ACCOUNT_SID: '', PORT: '' })).toMatchObject({ providers: {}, port: 8080 });
  });

  it('takes an identity provider whole, and asks it for no more than it needs', () => {
    expect(parseSettings({ ...enough, ...oidc }).providers.oidc).toEqual({
      issuer: 'https://id.hospital.example', clientId: 'wuyou', clientSecret: 'secret', redirectUrl: undefined, hospitalId: null, subjectClaim: 'sub', groupRoles: null, groupsClaim: null, requiredAcr: [], requiredAmr: [], scope: 'openid',
    });
    expect(parseSettings({ ...enough, ...oidc, OIDC_GROUP_ROLES: '{"ward-3":["nurse"]}' }).providers.oidc).toMatchObject({ groupRoles: new Map([['ward-3', ['nurse']]]), groupsClaim: 'groups', scope: 'openid profile' });
    expect(parseSettings({ ...enough, ...oidc, OIDC_REQUIRED_ACR: 'urn:hospital:two silver', OIDC_REQUIRED_AMR: 'mfa, otp' }).providers.oidc).toMatchObject({ requiredAcr: ['urn:hospital:two', 'silver'], requiredAmr: ['mfa', 'otp'] });
  });

  it.each<[string, Record<string, string>, string]>([
    ['nothing set', { DATABASE_URL: '' }, 'The environment is not usable: DATABASE_URL is missing.'],
    ['a key of the wrong length', { WUYOU_INDEX_KEY: 'k1:c2hvcnQ=' }, 'The environment is not usable: WUYOU_INDEX_KEY must be one key, <key id>:<32 bytes in base64>.'],
    ['a ring with a key that is none', { WUYOU_LINK_KEYS: 'k1:c2hvcnQ=' }, 'WUYOU_LINK_KEYS must be <key id>:<32 bytes in base64>, the current key first, older ones after commas.'],
    [
      'a second key where a ring cannot help',
      { WUYOU_INDEX_KEY: `new:${Buffer.alloc(32, 9).toString('base64')},${testKeyVariables['WUYOU_INDEX_KEY']}` },
      'WUYOU_INDEX_KEY must be one key: it cannot be changed while there is data, no code, number or id would be found any more. Keep the one that the database was written with (of a list the first was used, the others never).',
    ],
    ['an address without a port', { TEMPORAL_ADDRESS: 'temporal' }, 'The environment is not usable: TEMPORAL_ADDRESS must be host:port.'],
    ['an identity provider in the open', { ...oidc, OIDC_ISSUER: 'http://id.hospital.example' }, 'OIDC_ISSUER must begin with https: whoever stands between could sign in as anybody'],
    ['people known by what changes hands', { ...oidc, OIDC_SUBJECT_CLAIM: 'email' }, 'OIDC_SUBJECT_CLAIM must be a claim that stays one person’s for ever'],
    ['a group with a role that is none', { ...oidc, OIDC_GROUP_ROLES: '{"ward-3":["nurze"]}' }, 'OIDC_GROUP_ROLES must be JSON like {"wuyou-nurses":["nurse"]}'],
    ['a person with the role of a program', { ...oidc, OIDC_GROUP_ROLES: '{"ward-3":["his"]}' }, 'OIDC_GROUP_ROLES must be JSON like'],
    ['a strength that names nothing', { ...oidc, OIDC_REQUIRED_AMR: ' , ' }, 'OIDC_REQUIRED_AMR must name at least one value'],
    ['a way back that leads elsewhere', { ...oidc, OIDC_REDIRECT_URL: 'https://wuyou.hospital.internal/' }, 'OIDC_REDIRECT_URL must end with /sign-in/provider/back'],
    [
      'half a provider',
      { SMTP_URL: 'smtp://mail:587' },
      'The environment is not usable: EMAIL_FROM is missing (smtp is configured by SMTP_URL, EMAIL_FROM).',
    ],
    [
      'a list of templates that is no JSON',
      { WECHAT_APP_ID: 'wx1', WECHAT_APP_SECRET: 's', WECHAT_TOKEN: 't', WECHAT_ENCODING_AES_KEY: 'a'.repeat(43), WECHAT_TEMPLATES: '{' },
      'The environment is not usable: WECHAT_TEMPLATES is not JSON',
    ],
    ['half a store of files', { FILES_STORE: 's3', FILES_S3_BUCKET: 'care' }, 'FILES_S3_ACCESS_KEY_ID is missing (FILES_STORE=s3 is configured by FILES_S3_ENDPOINT, FILES_S3_BUCKET,'],
    ['a store of files that is not chosen', { FILES_S3_BUCKET: 'care' }, 'The environment is not usable: FILES_S3_BUCKET set, but FILES_STORE is local: set FILES_STORE=s3, or leave them out.'],
    ['pictures in the open', { ...s3, FILES_S3_ENDPOINT: 'http://minio.hospital.example' }, 'FILES_S3_ENDPOINT must begin with https'],
    ['an encryption that does not exist', { ...s3, FILES_S3_ENCRYPTION: 'des' }, 'FILES_S3_ENCRYPTION must be AES256, aws:kms or none'],
  ])('is refused in one sentence: %s', (_, variables, sentence) => {
    expect(() => parseSettings({ ...enough, ...variables })).toThrow(sentence);
  });

  it('knows each variable once', () => expect(variableNames.toSorted()).toEqual([...new Set(variableNames)].toSorted()));
});

describe('a secret in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wuyou-settings-'));
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is read by every command and every process: migrate, up and what it starts, worker and API', () => {
    const hold = (name: string, value: string): void => {
      writeFileSync(join(folder, name), `${value}\n`);
      vi.stubEnv(`${name}_FILE`, join(folder, name));
    };
    hold('DATABASE_URL', 'postgres://owner@db/care');
    hold('DATABASE_APP_URL', 'postgres://app@db/care');
    hold('TEMPORAL_API_KEY', 'a-key');
    hold('TEMPORAL_TLS_CLIENT_KEY_DATA', 'a-pem');
    for (const [name, value] of Object.entries(testKeyVariables)) hold(name, value);
    const secrets = { TEMPORAL_API_KEY: 'a-key', TEMPORAL_TLS_CLIENT_KEY_DATA: 'a-pem' };
    expect(platformSettings()).toMatchObject({ databaseUrl: 'postgres://owner@db/care', databaseAppUrl: 'postgres://app@db/care', temporal: { variables: secrets } });
    expect(settings()).toMatchObject({ databaseUrl: 'postgres://owner@db/care', temporal: { variables: secrets } });
    expect(inheritedEnvironment()).toMatchObject({ DATABASE_URL: 'postgres://owner@db/care', ...secrets });
    expect(Object.keys(inheritedEnvironment()).filter((name) => name.startsWith('DATABASE_URL'))).toEqual(['DATABASE_URL']);
  });

  it('leaves the file of Temporal’s own profiles where it is named', () => {
    vi.stubEnv('TEMPORAL_CONFIG_FILE', '/etc/temporal.toml');
    expect(platformSettings().temporal.variables).toMatchObject({ TEMPORAL_CONFIG_FILE: '/etc/temporal.toml' });
  });
});

describe('the edge', () => {
  it.each(['DATABASE_URL', 'DATABASE_APP_URL', 'DATABASE_APP_PASSWORD', 'POSTGRES_PASSWORD', 'TEMPORAL_API_KEY', 'TEMPORAL_TLS_CLIENT_KEY_DATA_FILE', 'WUYOU_LINK_KEYS_FILE', 'FILES_S3_SECRET_ACCESS_KEY', 'OIDC_CLIENT_SECRET'])('does not start with %s in its hands', (name) => {
    expect(() => parseEdgeSettings({ CORE_URL: 'http://core:8082', [name]: 'x' })).toThrow(`the edge must hold no secrets, but ${name} is set`);
  });
});
