/** What a crash run is judged by, without a run. */
import { describe, expect, it } from 'vitest';
import { crashPlan, pointsOf } from '../test/chaos/plan.js';
import { breaches, show, type Report } from '../test/chaos/report.js';
import { sampleReport } from '../test/chaos/sample-report.js';
import { mix } from '../test/chaos/vendor-faults.js';
import { FakeTwilio } from '../test/vendors/fake-twilio.js';

const run = (differs: Partial<Report> = {}): Report => sampleReport(1, differs);
const without = (counts: Record<string, Record<string, number>> | undefined, vendor: string, fault: string) => ({ ...counts, [vendor]: { ...counts?.[vendor], [fault]: 0 } });

describe('A crash run', () => {
  it('passes when everything was felt and nothing lost', () => expect(breaches(run())).toEqual([]));

  it.each(Object.keys(mix).flatMap((fault) => [['twilio', fault], ['aliyun', fault]] as const))('has failed when %s never showed "%s"', (vendor, fault) => {
    expect(breaches(run({ served: without(run().served, vendor, fault) }))).toEqual([`1 faults that no vendor showed: ${vendor} ${fault}`]);
  });

  it('has failed when a refusal was not shown, or reports never came twice, out of order, or not at all', () => {
    expect(breaches(run({ served: without(run().served, 'twilio', 'reject 21610') }))).toEqual(['1 faults that no vendor showed: twilio reject 21610']);
    for (const fault of ['repeated', 'out of order', 'none']) expect(breaches(run({ reported: without(run().reported, 'twilio', fault) }))).toEqual([`1 faults that no vendor showed: twilio reports ${fault}`]);
  });

  it('of before reports were counted is judged without that; one too short for every fault is judged without the mix', () => {
    const { reported: _, ...former } = run();
    expect(breaches(former)).toEqual([]);
    expect(breaches(run({ crashes: 99, served: {} }))).toEqual([]);
  });

  it('has failed in its short form when a point or a fault of the mix is missing, but needs no named fault', () => {
    const { felt: _, ...rest } = run();
    const { anywhere, ...points } = rest.points;
    const short: Report = { ...rest, form: 'short', crashes: 20, points, felt: {} };
    expect([anywhere, breaches(short)]).toEqual([7, []]);
    expect(breaches({ ...short, points: { ...points, 'in-record': 0 } })).toEqual(['1 points never fired: in-record']);
    expect(breaches({ ...short, served: without(short.served, 'aliyun', 'hang') })).toEqual(['1 faults that no vendor showed: aliyun hang']);
    expect(breaches(run({ felt: {} }))).toEqual([expect.stringContaining('12 faults that nobody felt')]);
    expect(show(short)).toMatch(/^short form, seed 1, .*20 crashes/);
  });

  it('kills in its short form at every named point, and PostgreSQL twice', () => {
    const plan = crashPlan(7, 20, 'short');
    expect(new Set(plan.filter(({ of }) => of === 'worker' || of === 'api').map(({ point }) => point))).toEqual(new Set(pointsOf('short')));
    expect(plan.map(({ of }) => of).filter((of) => of === 'postgres' || of === 'fault')).toEqual(['postgres', 'postgres']);
    expect(plan).toHaveLength(22);
  });
});

it('a vendor counts the reports that it sent again, out of order, or not at all', async () => {
  const vendor = await new FakeTwilio().start();
  try {
    const ours = await new FakeTwilio().start(); // answers 401 to everything: only that it answers counts
    const taken = { id: 'SM1', to: '+1', marker: null, content: '', at: '', via: '', status: '', statusCallback: ours.baseUrl };
    await vendor.postReceipts(taken, ['sent', 'delivered'], { times: 2 });
    expect(vendor.reported).toEqual({ repeated: 2, 'out of order': 0, none: 0 });
    await vendor.postReceipts(taken, ['sent', 'delivered'], { times: 2, shuffleSeed: 3 });
    expect(vendor.reported.repeated).toBe(4);
    expect(vendor.reported['out of order']).toBeGreaterThan(0);
    await ours.stop();
  } finally {
    await vendor.stop();
  }
});
