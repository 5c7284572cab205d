/** What PostgreSQL says to texts that it cannot hold, and to mistakes of ours that look alike. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isUnstorable } from './errors.js';
import { createSetting, type TestSetting } from './testing/setting.js';

let setting: TestSetting;
beforeAll(async () => {
  setting = await createSetting();
});
afterAll(() => setting.close());

const said = (asked: PromiseLike<unknown>): Promise<unknown> => Promise.resolve(asked).then(() => null, (error: unknown) => error);

it('A text that no database of ours can hold is told apart from a mistake of ours', async () => {
  const { sql } = setting;
  expect(isUnstorable(await said(sql`select ${'a\u0000b'}::text`))).toBe(true);
  expect(isUnstorable(await said(sql`select ${'{"a":"\\u0000"}'}::text::jsonb ->> 'a'`))).toBe(true);
  expect(isUnstorable(await said(sql`select ${'{"a":"\\ud800"}'}::text::jsonb`))).toBe(true);
  expect(isUnstorable(await said(sql`select ${'no-uuid'}::text::uuid`))).toBe(false);
  expect(isUnstorable(await said(sql`select 1`))).toBe(false);
});
