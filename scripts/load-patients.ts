/** Synthetic patients for a hospital under load: the n-th is always the same, so that two seedings can be compared. Nobody's names, nobody's numbers. */
import type { DischargeRecord } from '../discharges/record.js';
import type { Answers } from '../pathways/engine/inputs.js';
import type { Level, LocalDate } from '../pathways/engine/vocabulary.js';
import { addDays } from '../pathways/time.js';

const families = ['赵', '钱', '孙', '李', '周', '吴', '郑', '王', '冯', '陈', '褚', '卫', '蒋', '沈', '韩', '杨', '欧阳', '单'];
const givens = ['秀英', '建国', '桂兰', '玉珍', '志强', '淑华', '国庆', '春梅', '德明', '凤霞', '文博', '小燕'];
const packages = ['hip-wound-care', 'discharge-follow-up', 'hip-home-rehab', 'stroke-rehab'] as const;
export type LoadPackage = (typeof packages)[number];

/** Days between discharge and launch go round, so that the episodes are not all at the same step. */
const dischargedWithinDays = 5;
const pick = <T>(from: readonly T[], n: number): T => {
  const found = from[n % from.length];
  if (found === undefined) throw new RangeError('Nothing to pick from');
  return found;
};

export type LoadPatient = { record: DischargeRecord; packageId: LoadPackage; orderNo: string };

/** `run` keeps several seedings of one hospital apart; it goes into every identifier. */
export function loadPatient(run: string, n: number, today: LocalDate): LoadPatient {
  const packageId = pick(packages, n);
  const dischargedOn = addDays(today, -(n % dischargedWithinDays));
  const digits = String(n % 10_000).padStart(4, '0');
  return {
    packageId, orderNo: `load-${run}-${n}`,
    record: {
      patient: {
        identifiers: [{ system: 'wuyou:synthetic', value: `load-${run}-${n}` }], familyName: pick(families, n), givenName: `${pick(givens, n * 7 + (n >> 4))}`,
        birthDate: addDays('1938-01-01', (n * 397) % 16_000), sex: n % 2 === 0 ? 'female' : 'male', language: 'zh-CN', died: false,
      },
      contacts: [
        { owner: 'patient', kind: 'mobile', value: `+861380013${digits}` },
        ...(n % 3 === 0 ? [] : [{ owner: 'family' as const, relation: n % 2 === 0 ? '女儿' : '儿子', kind: 'mobile' as const, value: `+861390013${digits}` }]),
      ],
      consents: { sms: true, photos: true, family: n % 3 !== 0, familyDoctor: false },
      stay: { ref: `load-${run}-${n}`, kind: 'inpatient', reason: '', admittedAt: addDays(dischargedOn, -9), dischargedAt: dischargedOn },
      conditions: [], medications: [], flags: n % 4 === 0 ? { anticoagulant: true } : {},
      procedures: packageId.startsWith('hip') ? [{ system: 'http://snomed.info/sct', code: '52734007', display: 'Total replacement of hip', performedAt: addDays(dischargedOn, -7) }] : [],
    },
  };
}

/** Volunteered answers that every package takes, each opening one case of its level. Two RED, three ORANGE, five YELLOW in ten. */
const findings: readonly { level: Level; answers: Answers }[] = [
  { level: 'yellow', answers: { core: { fall: true, fallHead: false, fallInjury: false, onAnticoagulant: false } } },
  { level: 'orange', answers: { core: { pain: '8' } } },
  { level: 'red', answers: { core: { chestPain: true, breathless: false, faint: false } } },
  { level: 'yellow', answers: { core: { missedDoses: '3', missedKinds: ['other'] } } },
  { level: 'orange', answers: { fever: { celsius: '38.9' } } },
  { level: 'yellow', answers: { fever: { celsius: '38.2' } } },
  { level: 'yellow', answers: { core: { missedDoses: '2', missedKinds: ['other'] } } },
  { level: 'red', answers: { core: { bleeding: 'not-stopped' } } },
  { level: 'orange', answers: { core: { fall: true, fallHead: false, fallInjury: true, onAnticoagulant: false } } },
  { level: 'yellow', answers: { core: { missedDoses: '4', missedKinds: ['antiplatelet'] } } },
];
export const findingOf = (n: number): { level: Level; answers: Answers } => pick(findings, n);
