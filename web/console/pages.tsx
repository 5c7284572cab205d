/** Which page answers which address, and who may open it. Each page is loaded when first opened. */
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import type { Permission } from '../../api/permissions.js';
import type { shellTexts } from './texts/shell.js';

export type Page = {
  path: string;
  needs: Permission;
  page: LazyExoticComponent<ComponentType>;
  /** Stands in the navigation under this name; absent: reached from other pages. */
  nav?: keyof typeof shellTexts;
};

export const pages: readonly Page[] = [
  { path: '/', needs: 'task:read', page: lazy(() => import('./pages/WorklistPage.js')), nav: 'worklist' },
  { path: '/handover', needs: 'escalation:read', page: lazy(() => import('./pages/HandoverPage.js')) },
  { path: '/bulk', needs: 'visit:bulk', page: lazy(() => import('./pages/BulkPage.js')) },
  { path: '/downtime', needs: 'message:reveal', page: lazy(() => import('./pages/DowntimePage.js')) },
  { path: '/discharges', needs: 'discharge:read', page: lazy(() => import('./pages/DischargesPage.js')), nav: 'discharges' },
  { path: '/discharges/new', needs: 'discharge:write', page: lazy(() => import('./pages/NewDischargePage.js')) },
  { path: '/discharges/import', needs: 'discharge:write', page: lazy(() => import('./pages/ImportPage.js')) },
  { path: '/discharges/:dischargeId/launch', needs: 'discharge:read', page: lazy(() => import('./pages/LaunchPage.js')) },
  { path: '/patients', needs: 'patient:read', page: lazy(() => import('./pages/PatientsPage.js')), nav: 'patients' },
  { path: '/patients/:patientId/plan', needs: 'patient:read', page: lazy(() => import('./pages/PlanPage.js')) },
  { path: '/packages', needs: 'package:read', page: lazy(() => import('./pages/PackagesPage.js')), nav: 'packages' },
  { path: '/packages/:packageId/:version', needs: 'package:read', page: lazy(() => import('./pages/PackagePage.js')) },
  { path: '/roster', needs: 'roster:read', page: lazy(() => import('./pages/RosterPage.js')), nav: 'roster' },
  { path: '/operations', needs: 'operations:read', page: lazy(() => import('./pages/OperationsPage.js')), nav: 'operations' },
  { path: '/review', needs: 'review:read', page: lazy(() => import('./pages/ReviewPage.js')), nav: 'review' },
  { path: '/drafts/:draftId', needs: 'package:read', page: lazy(() => import('./pages/DraftPage.js')) },
  { path: '/patients/:patientId', needs: 'episode:read', page: lazy(() => import('./pages/PatientPage.js')) },
];
