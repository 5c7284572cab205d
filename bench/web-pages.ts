/** The pages that `npm run bench -- web` times: who opens which, at which size. `{patient}` is the first there is. */
import type { Size } from '../test/browser/support/visitor.js';

export type BenchPage = { path: string; login: string; size: Size };

export const benchPages: readonly BenchPage[] = [
  { path: '/sign-in', login: '', size: 'phone' },
  { path: '/inbox', login: 'case-manager', size: 'desktop' },
  { path: '/console/', login: 'case-manager', size: 'desktop' },
  { path: '/console/?tab=calls', login: 'case-manager', size: 'desktop' },
  { path: '/console/?tab=visits', login: 'case-manager', size: 'desktop' },
  { path: '/console/handover', login: 'case-manager', size: 'desktop' },
  { path: '/console/bulk', login: 'case-manager', size: 'desktop' },
  { path: '/console/downtime', login: 'case-manager', size: 'desktop' },
  { path: '/console/discharges', login: 'case-manager', size: 'desktop' },
  { path: '/console/patients', login: 'case-manager', size: 'desktop' },
  { path: '/console/patients/{patient}', login: 'case-manager', size: 'desktop' },
  { path: '/console/packages', login: 'head-nurse', size: 'desktop' },
  { path: '/console/packages/hip-wound-care/1', login: 'head-nurse', size: 'desktop' },
  { path: '/console/roster', login: 'head-nurse', size: 'desktop' },
  { path: '/console/operations', login: 'trainer', size: 'desktop' },
  { path: '/console/review', login: 'head-nurse', size: 'desktop' },
  { path: '/nurse/', login: 'nurse', size: 'phone' },
  { path: '/p/', login: '', size: 'phone' },
];
