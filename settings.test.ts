import { describe, expect, it } from 'vitest';
import { parseSettings, variableNames } from './settings.js';
import { testKeyVariables } from './test/support/keys.js';

const enough = { DATABASE_URL: 'postgres://care@db/care', ...testKeyVariables };

describe('the environment', () => {
  it('needs a database and keys, and has an answer for the rest', () => {
    expect(parseSettings(enough)).toMatchObject({ port: 8080, publicUrl: 'http://127.0.0.1:8080', temporal: { namespace: 'default' }, providers: {} });
  });

  it('opens with every key and closes with the first', () => {
    const [id, base64] = (testKeyVariables['WUYOU_FIELD_KEYS'] ?? '').split(':');
    const { keys } = parseSettings({ ...enough, WUYOU_FIELD_KEYS: `new:${Buffer.alloc(32, 9).toString('base64')},${id}:${base64}` });
    expect(keys.field.map((key) => key.id)).toEqual(['new', id]);
  });

  it('takes an empty variable for an unset one, as compose files write them', () => {
    expect(parseSettings({ ...enough, TWILIO_ACCOUNT_SID: '', PORT: '' })).toMatchObject({ providers: {}, port: 8080 });
  });

  it.each<[string, Record<string, string>, string]>([
    ['nothing set', { DATABASE_URL: '' }, 'The environment is not usable: DATABASE_URL is missing.'],
    ['a key of the wrong length', { WUYOU_INDEX_KEY: 'k1:c2hvcnQ=' }, 'The environment is not usable: WUYOU_INDEX_KEY must be <key id>:<32 bytes in base64>, the current key first, older ones after commas.'],
    ['an address without a port', { TEMPORAL_ADDRESS: 'temporal' }, 'The environment is not usable: TEMPORAL_ADDRESS must be host:port.'],
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
  ])('is refused in one sentence: %s', (_, variables, sentence) => {
    expect(() => parseSettings({ ...enough, ...variables })).toThrow(sentence);
  });

  it('knows each variable once', () => expect(variableNames.toSorted()).toEqual([...new Set(variableNames)].toSorted()));
});
