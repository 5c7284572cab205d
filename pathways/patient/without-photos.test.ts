import { describe, expect, it } from 'vitest';
import { builtInPathways, loadDefinition } from '../../cli/load-definition.js';
import type { Obligation } from '../engine/events.js';
import type { Form } from '../engine/plan.js';
import { form, plan, visit, woundForm } from '../engine/testing/plan-builder.js';
import { isPhotoRequest, questionsFor, withoutPhotos } from './without-photos.js';

const photo = { id: 'photo', required: false, type: 'photo' } as const;
const forms: Record<string, Form> = { core: { id: 'core', questions: [{ id: 'fell', required: true, type: 'boolean' }] }, wound: { ...woundForm, questions: [...woundForm.questions, photo] }, bare: { id: 'bare', questions: [photo] } };
const its = { invite: 'photo.invite', remind: 'photo.remind' };
const asking = plan({ forms, steps: [form('picture', [4], ['wound'], its), form('bare', [5], ['bare'], its), form('survey', [3], ['core', 'wound']), visit('dressing', [2])] });
const spec = (step: string, text: string, more: Partial<Obligation> = {}): Obligation => ({
  id: `e/${step}/1/0/invite/patient`, revision: 0, purpose: 'invite', class: 'form', recipient: 'patient', text, params: { day: 4 }, dueAt: '2026-03-06T02:00:00.000Z', expiresAt: '2026-03-08T02:00:00.000Z',
  channels: ['sms'], occurrence: `e/${step}/1`, escalation: null, level: null, sharedKey: null, ignoresQuietHours: false, digestLabel: null, ...more,
});
const no = { photos: false };

describe('without consent to photos', () => {
  it.each([['photo.invite', 'survey.invite'], ['photo.remind', 'survey.remind']])('%s is said as %s, because the wound is asked about all the same', (text, instead) => {
    expect(withoutPhotos(asking, no, spec('picture', text))).toEqual(spec('picture', instead));
  });

  it('nothing goes out that asks for a photo and nothing else, to the family neither', () => {
    expect(withoutPhotos(asking, no, spec('bare', 'photo.invite'))).toBeNull();
    expect(withoutPhotos(asking, no, spec('bare', 'survey.family', { recipient: 'family' }))).toBeNull();
  });

  it('nothing goes out when the package has no words for a questionnaire', () => {
    expect(withoutPhotos(plan({ forms, steps: [form('picture', [4], ['wound'], its)] }), no, spec('picture', 'photo.invite'))).toBeNull();
  });

  it.each([['a questionnaire', spec('survey', 'survey.invite')], ['a visit', spec('dressing', 'visit.eve')], ['a case', spec('picture', 'alert.red', { occurrence: null })], ['what staff do', spec('picture', 'staff.unanswered-call', { recipient: 'case-manager' })], ['what the family hears', spec('picture', 'survey.family', { recipient: 'family' })]])(
    'the message of %s stays as it is', (_, message) => {
      expect(withoutPhotos(asking, no, message)).toEqual(message);
    });

  it('the question is left out and the others stay', () => {
    expect(questionsFor(asking, 'wound', no).map(({ id }) => id)).toEqual(woundForm.questions.map(({ id }) => id));
    expect(questionsFor(asking, 'wound', { photos: true }).at(-1)?.id).toBe('photo');
  });
});

it('with consent nothing changes', () => {
  for (const message of [spec('picture', 'photo.invite'), spec('bare', 'photo.remind')]) expect(withoutPhotos(asking, { photos: true }, message)).toEqual(message);
});

const builtIn = builtInPathways().flatMap((file) => { const loaded = loadDefinition(file); return loaded.ok ? [loaded] : []; });
const wantsPhoto = /照片|拍照/;
it.each(builtIn.map((definition) => ({ id: definition.plan.id, definition })))('in $id a message to the patient speaks of a photo exactly where the step is known to ask for one, and is said otherwise', ({ definition: { plan: built, texts } }) => {
  const words = (key: string): string => texts['zh-CN'][key] ?? '';
  for (const step of built.steps) {
    if (step.kind !== 'form') continue;
    for (const text of [step.invite, step.remind]) {
      expect(wantsPhoto.test(words(text)), `${step.id}: ${words(text)}`).toBe(isPhotoRequest(built, step));
      const said = withoutPhotos(built, no, spec(step.id, text));
      expect(words(said?.text ?? ''), step.id).not.toBe('');
      expect(words(said?.text ?? ''), step.id).not.toMatch(wantsPhoto);
    }
  }
});
