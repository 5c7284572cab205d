import { expect, it } from 'vitest';
import { addressed } from './courtesy.js';

it.each([
  ['李', 'female', 'zh-CN', '李女士'], ['李', 'male', 'zh-CN', '李先生'], ['Li', 'female', 'en', 'Ms Li'], ['Li', 'male', 'en', 'Mr Li'],
  ['李', null, 'zh-CN', '李'], ['李', 'unknown', 'zh-CN', '李'], ['Li', 'other', 'en', 'Li'], ['', 'female', 'zh-CN', ''],
])('%s, %s, in %s is %s', (name, sex, language, said) => {
  expect(addressed(name, sex, language)).toBe(said);
});
