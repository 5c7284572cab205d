import { describe, expect, it } from 'vitest';
import { day, zone } from '../engine/testing/episode-under-test.js';
import { answerDue } from './answering.js';

const evening = { from: '20:00', to: '22:00', withinMinutes: 30, by: 'duty-doctor' } as const;
const morning = { from: '09:00', to: '10:00', withinMinutes: 45, by: 'responsible-nurse' } as const;

describe('a question is answered', () => {
  it.each([
    ['in the window, so many minutes after it was asked', day(1, '20:10'), day(1, '20:40')],
    ['at its very beginning', day(1, '20:00'), day(1, '20:30')],
    ['before it, counted from its beginning', day(1, '08:00'), day(1, '20:30')],
    ['in its last minute, after its end', day(1, '21:59'), day(1, '22:29')],
    ['at its end, tomorrow', day(1, '22:00'), day(2, '20:30')],
    ['at night, tomorrow', day(1, '23:30'), day(2, '20:30')],
  ])('%s', (_, at, dueAt) => expect(answerDue([evening], at, zone)).toEqual({ dueAt, by: 'duty-doctor' }));

  it('by whoever of several answers first', () => {
    expect(answerDue([evening, morning], day(1, '22:30'), zone)).toEqual({ dueAt: day(2, '09:45'), by: 'responsible-nurse' });
    expect(answerDue([evening, morning], day(1, '10:00'), zone)).toEqual({ dueAt: day(1, '20:30'), by: 'duty-doctor' });
  });

  it('by the hospital\'s own rule where no package names hours', () => expect(answerDue([], day(1), zone)).toBeNull());
});
