/** Every address of the console, in one place: pages link through it. The URL holds the state of a page. */
export const paths = {
  worklist: '/',
  handover: '/handover',
  bulk: '/bulk',
  downtime: '/downtime',
  discharges: '/discharges',
  newDischarge: '/discharges/new',
  importDischarges: '/discharges/import',
  launch: (dischargeId: string) => `/discharges/${dischargeId}/launch`,
  plan: (patientId: string) => `/patients/${patientId}/plan`,
  patients: '/patients',
  patient: (patientId: string) => `/patients/${patientId}`,
  /** The patient's visits, with the form open that settles what this one lacks. */
  arrange: ({ patientId, occurrence, need }: { patientId: string; occurrence: string; need: string }) =>
    `/patients/${patientId}?tab=visits${need === 'held' ? '' : `&${need === 'to-book' ? 'book' : 'assign'}=${encodeURIComponent(occurrence)}`}`,
  case: (escalationId: string) => `/?case=${encodeURIComponent(escalationId)}`,
  packages: '/packages',
  package: (packageId: string, version?: number) => `/packages/${packageId}${version === undefined ? '' : `/${version}`}`,
  packageDraft: (draftId: string) => `/drafts/${draftId}`,
  roster: '/roster',
  operations: '/operations',
  review: '/review',
  emergencyAccess: '/emergency-access',
  account: '/account',
} as const;
