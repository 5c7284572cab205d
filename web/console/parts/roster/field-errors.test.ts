import { describe, expect, it } from 'vitest';
import type { Profile } from '../../../../db/visits/people.js';
import { ApiProblem } from '../../api.js';
import { apiErrors, hoursErrors, profileErrors } from './field-errors.js';
import { weekLines } from './weekdays.js';

const profile: Profile = { title: 'senior', practiceSince: '2015-01-01', skills: ['wound'], certificates: [], districts: ['west'], dailyLoad: 4, baseDistrict: null };
const picc = { kind: 'picc' as const, number: 'P-1', issuedOn: '2024-01-01', validUntil: '2027-01-01' };

describe('A profile', () => {
  it('is fine as it is', () => expect(profileErrors({ ...profile, certificates: [picc, { ...picc, kind: 'wound' }] }, '2026-03-04')).toEqual({}));
  it('says at which certificate what is wrong', () => {
    const certificates = [{ ...picc, number: ' ' }, { ...picc, validUntil: '2023-12-31' }, { ...picc, issuedOn: '2026-03-05', validUntil: null }];
    expect(profileErrors({ ...profile, certificates }, '2026-03-04')).toEqual({ 'certificates/0/number': 'missing', 'certificates/1/validUntil': 'endsBeforeIssued', 'certificates/2/issuedOn': 'inFuture', 'certificates/2/number': 'twice' });
  });
  it('begins practice in the past', () => expect(profileErrors({ ...profile, practiceSince: '2026-03-05' }, '2026-03-04')).toEqual({ practiceSince: 'inFuture' }));
});

describe('A working week', () => {
  it('runs forward, without overlaps on one day', () => {
    expect(hoursErrors([{ weekday: 1, from: '08:00', until: '12:00' }, { weekday: 1, from: '12:00', until: '17:30' }, { weekday: 2, from: '08:00', until: '12:00' }])).toEqual({});
    expect(hoursErrors([{ weekday: 1, from: '08:00', until: '12:00' }, { weekday: 1, from: '11:00', until: '17:30' }])).toEqual({ 'hours/1/from': 'overlaps' });
    expect(hoursErrors([{ weekday: 1, from: '12:00', until: '08:00' }, { weekday: 2, from: '', until: '' }])).toEqual({ 'hours/0/until': 'endsBeforeStart', 'hours/1/from': 'missing', 'hours/1/until': 'missing' });
  });
});

it('What the API refuses stands at its field', () => {
  expect(apiErrors(new ApiProblem(422, { errors: [{ pointer: '/certificates/0/number', detail: 'is too long' }] }))).toEqual({ 'certificates/0/number': 'is too long' });
  expect(apiErrors(null)).toEqual({});
});

it('A week is said in as few lines as it needs', () => {
  const at = (weekday: number, from = '08:00', until = '17:30') => ({ weekday, from, until });
  expect(weekLines([1, 2, 3, 4, 5].map((day) => at(day)))).toEqual([{ from: 'monday', until: 'friday', stretches: '08:00–17:30' }]);
  expect(weekLines([at(1), at(2, '13:00'), at(2, '08:00', '12:00'), at(4), at(5), at(7)])).toEqual([
    { from: 'monday', until: 'monday', stretches: '08:00–17:30' }, { from: 'tuesday', until: 'tuesday', stretches: '08:00–12:00 13:00–17:30' }, { from: 'thursday', until: 'friday', stretches: '08:00–17:30' },
    { from: 'sunday', until: 'sunday', stretches: '08:00–17:30' },
  ]);
  expect(weekLines([])).toEqual([]);
});
