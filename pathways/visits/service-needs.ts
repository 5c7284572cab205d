/**
 * What a service asks of whoever delivers it. Data, never code: `[38]` is the visiting-nurse rule in clinical.md ("Visiting nurse: at least 5
 * years' practice and at least 护师"), C a convention of ours that a hospital should confirm.
 */
import type { CertificateKind, Profession, Title } from './staff.js';

export type ServiceNeed = {
  /** One of these skills (words of `staff_profile.skills`); empty: the profession is enough. */
  skills: string[];
  /** Every one of these, valid on the day of the visit. */
  certificates: CertificateKind[];
  source: string;
};

/** Keyed by the pathway's service code. */
export const serviceNeeds: Readonly<Record<string, ServiceNeed>> = {
  'wound-dressing': { skills: ['wound'], certificates: [], source: 'C' },
  'wound-care': { skills: ['wound'], certificates: ['wound'], source: 'C' },
  'pressure-injury-care': { skills: ['wound'], certificates: ['wound'], source: 'C' },
  'diabetic-foot-care': { skills: ['wound'], certificates: ['wound'], source: 'C' },
  'stoma-care': { skills: ['stoma'], certificates: ['stoma'], source: 'C' },
  'picc-maintenance': { skills: ['picc'], certificates: ['picc'], source: 'C' },
  'nurse-visit': { skills: [], certificates: [], source: 'C' },
  'home-safety-visit': { skills: [], certificates: [], source: 'C' },
  'rehab-visit': { skills: ['rehab'], certificates: [], source: 'C' },
  'online-assessment': { skills: [], certificates: [], source: 'C' },
  'wound-visit': { skills: ['wound'], certificates: [], source: 'C' },
  'drain-visit': { skills: ['wound'], certificates: [], source: 'C' },
  'pi-visit': { skills: ['wound'], certificates: ['wound'], source: 'C' },
  'foot-visit': { skills: ['wound'], certificates: ['wound'], source: 'C' },
  'tube-care': { skills: [], certificates: [], source: 'C' },
  'catheter-care': { skills: [], certificates: [], source: 'C' },
  'cardiac-assessment': { skills: ['rehab'], certificates: [], source: 'C' },
  'exercise-session': { skills: ['rehab'], certificates: [], source: 'C' },
  'clinic-review': { skills: [], certificates: [], source: 'C' },
  'online-teaching': { skills: [], certificates: [], source: 'C' },
  'injection-visit': { skills: [], certificates: [], source: 'C' },
  'postpartum-visit': { skills: [], certificates: [], source: 'C' },
  'postpartum-check': { skills: [], certificates: [], source: 'C' },
  'prenatal-check': { skills: [], certificates: [], source: 'C' },
  'prenatal-test': { skills: [], certificates: [], source: 'C' },
  'annual-nurse-visit': { skills: [], certificates: [], source: 'C' },
  'annual-rehab-visit': { skills: ['rehab'], certificates: [], source: 'C' },
  'discharge-assessment': { skills: [], certificates: [], source: 'C' },
};

/** A service that this table does not know: only who has its own code among the skills, so that nothing new is handed to just anybody. */
export const needOf = (service: string): ServiceNeed => serviceNeeds[service] ?? { skills: [service], certificates: [], source: 'C' };

/** Who may go to a home at all. */
export const homeVisitNeeds: Readonly<Partial<Record<Profession, { practiceYears: number; title: Title; source: string }>>> = {
  nurse: { practiceYears: 5, title: 'senior', source: '[38]' },
};
