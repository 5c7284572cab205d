import { expect, it } from 'vitest';
import { withoutFolder } from '../episodes/without-folder.js';
import { goldenNames, readHistory } from './goldens.js';

const payload = (text: string) => ({ data: Buffer.from(text).toString('base64') });

it('A recording names files from the project’s root, and keeps every other payload byte by byte', () => {
  const other = payload('{"n":1}');
  expect(withoutFolder([payload('{"stack_trace":"at /home/ada/wuyou/test/a.ts:1"}'), other], '/home/ada/wuyou/')).toEqual([payload('{"stack_trace":"at test/a.ts:1"}'), other]);
});

it.each(goldenNames().filter((name) => name >= '2026-11-28'))('%s names no folder of the machine that recorded it', (name) => {
  const payloads = [...JSON.stringify(readHistory(name)).matchAll(/"data":"([^"]*)"/g)].map(([, data = '']) => Buffer.from(data, 'base64').toString());
  expect(payloads.filter((text) => /(\(|at |file:\/\/)\/[\w.-]+\//.test(text))).toEqual([]);
});
