import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { callOutcomes, channelNames, failureReasons, levels, pauseReasons, stopReasons, suppressionReasons } from '../../pathways/engine/vocabulary.js';
import { entryKinds } from '../../pathways/chart/entry.js';
import { patientFlags } from '../../pathways/schema/patient-flags.js';
import type { Catalogue } from '../text.js';
import { callOutcomeTexts, channelTexts, flagTexts, kindTexts, levelTexts, oneKindTexts, serviceTexts } from './texts/care-words.js';
import { reasonTexts } from './texts/reasons.js';
import { serviceNeeds } from '../../pathways/visits/service-needs.js';
import { purposeWords, sayPurpose } from '../../pathways/chart/purpose-words.js';
import { wordIn } from './words.js';

describe('Every word of the closed lists has its Chinese and English', () => {
  it.each<[string, readonly string[], Catalogue]>([
    ['reasons', [...suppressionReasons, ...failureReasons, ...stopReasons, ...pauseReasons], reasonTexts], ['channels', channelNames, channelTexts], ['call outcomes', callOutcomes, callOutcomeTexts],
    ['kinds', entryKinds, kindTexts], ['one of a kind', entryKinds, oneKindTexts], ['levels', levels, levelTexts], ['flags', patientFlags, flagTexts], ['services', Object.keys(serviceNeeds), serviceTexts],
  ])('%s', (_, words, catalogue) => expect(words.filter((word) => !Object.hasOwn(catalogue, word))).toEqual([]));

  it('purposes that the engine gives', () => {
    const engine = new URL('../../pathways/engine/', import.meta.url);
    const sources = readdirSync(engine, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts') && !name.includes('test'));
    const given = sources.flatMap((name) => [...readFileSync(new URL(name, engine), 'utf8').matchAll(/purpose: '([a-z-]+)'/g)].map(([, purpose]) => purpose ?? ''));
    expect(given.length).toBeGreaterThan(15);
    expect(given.filter((purpose) => !Object.hasOwn(purposeWords, purpose))).toEqual([]);
  });
});

describe('Purposes', () => {
  it('lose their number', () => expect([sayPurpose('remind-2', 'en'), sayPurpose('climb-1', 'zh-CN'), sayPurpose('call-overdue-2', 'en')]).toEqual(['reminder', '逐级上报', 'call overdue']));
  it('say what did not arrive', () => expect(sayPurpose('invite-undelivered', 'zh-CN')).toBe('未送达：邀请填写'));
  it('an unknown word stays as it is', () => expect(wordIn(reasonTexts, 'brand-new', 'en')).toBe('brand-new'));
});
