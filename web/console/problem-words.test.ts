import { describe, expect, it } from 'vitest';
import { problems } from '../../api/problem.js';
import { problemWords } from './problem-words.js';
import { problemTexts } from './texts/problems.js';

describe('A refusal of the API', () => {
  it('is said whole where its reason has words', () => {
    const problem = { code: 'refused', reason: 'slot-taken', detail: 'That time is taken.' };
    expect(problemWords(problem, 'zh-CN')).toBe('这个时间刚被约走：请另选一个时间。');
    expect(problemWords(problem, 'en')).toBe('This time has just been taken: choose another one.');
  });

  it('else loses nothing: its kind in Chinese, then the sentence of the API', () => {
    const problem = { code: 'conflict', reason: 'of-a-kind-unheard-of', detail: 'Wait a minute.' };
    expect(problemWords(problem, 'zh-CN')).toBe('现在不能这样做（Wait a minute.）');
    expect(problemWords(problem, 'en')).toBe('Wait a minute.');
    expect(problemWords({ code: 'constructor', reason: 'toString', detail: 'Odd.' }, 'zh-CN')).toBe('Odd.');
  });

  it('has words for every kind there is', () => {
    expect(Object.keys(problemTexts).sort()).toEqual(Object.keys(problems).sort());
  });
});
