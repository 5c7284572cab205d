/** The report of a run that passed, for tests of what is made of reports. */
import { faultNames } from './faults.js';
import { everyPoint, type Report } from './report.js';
import { mix, refusals, vendors } from './vendor-faults.js';

export const sampleReport = (seed: number, differs: Partial<Report> = {}): Report => ({
  seed, program: 'p1', crashes: 100, patients: 10, tookMs: 1_800_000,
  points: Object.fromEntries(everyPoint.map((point) => [point, 7])),
  records: [1, 2].map(() => ({ of: 'postgres', point: 'postgres-immediate-stop', fired: true, tookMs: 1 })),
  felt: Object.fromEntries(faultNames.map((name) => [name, 2])),
  settled: { settled: true, afterMs: 1, atFirst: {}, open: {} },
  posts: {},
  served: Object.fromEntries(vendors.map((vendor) => [vendor, Object.fromEntries([...Object.keys(mix), ...Object.values(refusals).map((codes) => `reject ${codes[vendor]}`)].map((fault) => [fault, 12]))])),
  reported: { twilio: { repeated: 900, 'out of order': 400, none: 30 }, aliyun: { repeated: 500, 'out of order': 0, none: 30 } },
  commands: { sent: 1_500, repeated: 600, refused: 0, unanswered: 0, unavailable: 0, diskFull: 0 },
  vendors: { sent: 1_700, taken: 1_700, lost: [], doubled: [], recordedDoubled: [], feared: 3, unrecorded: [], unconfirmedTaken: 0, unknown: [], exchanged: [], settledByLookup: 400, byState: {} },
  journal: { entries: 2_600, episodes: 29, different: [], broken: [], accepted: 1_400, missingInputs: [], repeatedInputs: [], refusedLater: {} },
  workflows: { runs: 30, running: 20, completed: 10, taskTimeouts: 0, faults: [] },
  oracle: { 'dropped from a list': true, 'twice on a list': true, 'unknown on a list': true, 'exchanged on a list': true, 'promised and not in the journal': true },
  audit: { clean: true, output: '' },
  ...differs,
});
