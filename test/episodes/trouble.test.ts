import { ApplicationFailure } from '@temporalio/activity';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { episodeWorkflowId } from '../../workflows/contract.js';
import { day, type CareRun } from './care-run.js';
import type { Vendor } from './in-memory-care.js';
import { keepHistory } from './kept-history.js';
import { careInSkippedTime } from './skipped-time.js';

describe('when the world outside misbehaves', () => {
  let run: CareRun;
  let vendor: Vendor;
  beforeEach(async () => {
    run = await careInSkippedTime((obligation, asked) => vendor(obligation, asked));
  });
  afterEach(() => run.stop());
  const sentTo = (id: string, suffix: string) => run.care.sent.filter(({ obligation }) => obligation === `${id}/${suffix}`);

  it('asks again about a message whose fate is unknown, at the time that the ledger names', async () => {
    vendor = ({ purpose }, asked) => (purpose === 'invite' && asked < 3 ? { ambiguousForMs: 60_000 } : 'accept');
    const patient = await run.launch();
    await patient.until(day(3, '14:10')); // "sent" is written with the next entry
    expect(sentTo(patient.id, 'follow-up-d3/1/0/invite/patient')).toHaveLength(1);
    expect(run.care.events(patient.id)).toContainEqual(expect.objectContaining({ type: 'ObligationClosed', obligation: `${patient.id}/follow-up-d3/1/0/invite/patient`, outcome: 'sent' }));
    await keepHistory(run.raw, episodeWorkflowId(patient.id), 'ambiguous-message');
  });

  it('hands a message that no channel takes to a person', async () => {
    vendor = ({ recipient }) => (recipient === 'patient' ? 'reject' : 'accept');
    const patient = await run.launch();
    await patient.until(day(3, '12:00'));
    expect(run.care.events(patient.id)).toContainEqual(expect.objectContaining({ type: 'ObligationClosed', obligation: `${patient.id}/follow-up-d3/1/0/invite/patient`, outcome: 'failed' }));
    await patient.until(day(4, '12:00'));
    expect(run.care.sent.some(({ obligation }) => obligation.startsWith(`${patient.id}/follow-up-d3/1/`) && obligation.includes('undelivered'))).toBe(true);
    await keepHistory(run.raw, episodeWorkflowId(patient.id), 'vendor-outage');
  });

  it('goes on recording answers while a vendor hangs', async () => {
    vendor = () => 'accept';
    const patient = await run.launch();
    let release = () => {};
    const hanging = new Promise<void>((resolve) => (release = resolve));
    await patient.until(day(3, '09:00'));
    run.care.before = (activity, id) => (activity === 'deliver' && id === patient.id ? hanging : undefined);
    await patient.tell('escalation-raised', { level: 'orange', reason: 'first' });
    const answered = await patient.tell('escalation-raised', { level: 'red', reason: 'second' });
    expect(answered).toMatchObject({ kind: 'accepted' });
    release();
    run.care.before = () => {};
  });

  it('lets one message that cannot be sent at all fail alone', async () => {
    vendor = ({ recipient }) => (recipient === 'duty-doctor' ? { poison: true } : 'accept');
    const patient = await run.launch();
    await patient.until(day(3, '09:00'));
    await patient.tell('escalation-raised', { level: 'red', reason: 'seen at home' });
    await patient.until(day(3, '09:16')); // "sent" is written with the next entry: the second line is alerted after 15 minutes
    const closed = run.care.events(patient.id).filter((event) => event.type === 'ObligationClosed' && event.obligation.includes('/escalation/'));
    expect(closed).toContainEqual(expect.objectContaining({ outcome: 'failed', reason: 'poison' }));
    expect(closed).toContainEqual(expect.objectContaining({ outcome: 'sent' }));
    vendor = () => 'accept';
  });

  it('survives a database that is away for two hours: everything is recorded afterwards, at its own time', async () => {
    vendor = () => 'accept';
    const patient = await run.launch();
    await patient.until(day(3, '09:30'));
    run.care.before = (_, id) => {
      if (id === patient.id) throw ApplicationFailure.retryable('the database is away', 'DatabaseUnavailable');
    };
    await patient.until(day(3, '11:30'));
    run.care.before = () => {};
    await patient.until(day(3, '12:00'));
    expect(sentTo(patient.id, 'follow-up-d3/1/0/invite/patient')).toHaveLength(1);
    expect(run.care.events(patient.id)).toContainEqual(expect.objectContaining({ type: 'ObligationReleased', obligation: `${patient.id}/follow-up-d3/1/0/invite/patient`, at: '2026-03-05T02:00:00.000Z' }));
  });

  it('stands still and calls for help when the journal is broken, refuses kindly, and goes on after the repair', async () => {
    const patient = await run.launch();
    await patient.until(day(3, '09:30'));
    let broken = true;
    run.care.before = (activity, id) => {
      if (broken && id === patient.id && activity !== 'halt') throw ApplicationFailure.nonRetryable('the journal was changed', 'ChainBroken');
    };
    await patient.until(day(3, '10:30'));
    expect(run.care.of(patient.id).halts).toMatchObject([{ code: 'chain-broken' }]);
    expect(await patient.tell('pause', { reason: 'staff' })).toMatchObject({ kind: 'refused', code: 'halted' });
    broken = false;
    await run.client.nudge(patient.id);
    await patient.until(day(3, '11:00'));
    expect(sentTo(patient.id, 'follow-up-d3/1/0/invite/patient')).toHaveLength(1);
    expect(await patient.tell('pause', { reason: 'staff' })).toMatchObject({ kind: 'accepted' });
    await keepHistory(run.raw, episodeWorkflowId(patient.id), 'halted-and-repaired');
  });

  it('stands still and calls for help when an entry is gone from the journal, and goes on once it is back', async () => {
    const patient = await run.launch();
    await patient.until(day(3, '09:30'));
    const { journal, halts } = run.care.of(patient.id);
    const lost = journal.pop();
    await patient.until(day(3, '11:00'));
    expect(halts).toMatchObject([{ code: 'out-of-order' }]);
    expect(await patient.tell('pause', { reason: 'staff' })).toMatchObject({ kind: 'refused', code: 'halted' });
    if (lost) journal.push(lost);
    await run.client.nudge(patient.id);
    await patient.until(day(3, '12:00'));
    expect(sentTo(patient.id, 'follow-up-d3/1/0/invite/patient')).toHaveLength(1);
  });

  it('writes entries that only say "sent" with the next one, and none is lost', async () => {
    vendor = () => 'accept';
    const patient = await run.launch();
    await patient.until(day(4, '18:00'));
    const { journal } = run.care.of(patient.id);
    expect(journal.map(({ seq }) => seq)).toEqual(journal.map((_, index) => index + 1));
    const calls = run.care.calls.filter(({ activity }) => activity === 'record' || activity === 'carryOut');
    expect(calls.some(({ seqs }) => seqs.length > 1)).toBe(true);
  });
});
