/** Which page answers which address, who may open it, and what it reads first. Each page is loaded when first opened. Imported before anything is drawn: no library here. */
import type { ComponentType } from 'react';
import type { Permission } from '../../api/permissions.js';
import type { Language } from '../text.js';
import type { shellTexts } from './texts/shell.js';
import { withQuery } from './with-query.js';

type Place = { /** What stands in the address for `:names`, in their order. */ ids: readonly string[]; query: URLSearchParams; language: Language; may: (permission: Permission) => boolean };

export type Page = {
  path: string;
  needs: Permission;
  load: () => Promise<{ default: ComponentType }>;
  /** Stands in the navigation under this name; absent: reached from other pages. */
  nav?: keyof typeof shellTexts;
  /** The addresses that the page asks for by itself as soon as it is drawn, letter by letter: asked for early (main.ts). A test keeps the two alike. */
  reads?: (at: Place) => readonly string[];
};

export const pages: readonly Page[] = [
  { path: '/', needs: 'task:read', load: () => import('./pages/WorklistPage.js'), nav: 'worklist',
    reads: ({ query, language, may }) => [
      '/worklist/counts',
      ...({ calls: [withQuery('/worklist/tasks', { language }), '/worklist/call-backs'], visits: [withQuery('/worklist/visits', { language }), ...(may('entitlement:read') ? ['/worklist/shortages'] : [])] }[query.get('tab') ?? ''] ?? (query.get('tab') === null ? [withQuery('/worklist/cases', { language, owner: query.get('owner') })] : [])),
    ],
  },
  { path: '/handover', needs: 'escalation:read', load: () => import('./pages/HandoverPage.js'),
    reads: ({ query }) => (query.get('page') === null ? ['/worklist/assignees', '/handovers'] : []),
  },
  { path: '/bulk', needs: 'visit:bulk', load: () => import('./pages/BulkPage.js'),
    reads: ({ query }) => (query.get('act') === null ? ['/districts', '/worklist/assignees', '/bulk-acts'] : []),
  },
  { path: '/downtime', needs: 'message:reveal', load: () => import('./pages/DowntimePage.js') },
  { path: '/discharges', needs: 'discharge:read', load: () => import('./pages/DischargesPage.js'), nav: 'discharges',
    reads: ({ query }) => ['/discharges/counts', ...(query.get('state') === null ? [withQuery('/discharges', { state: 'launchable', limit: 50 })] : [])],
  },
  { path: '/discharges/new', needs: 'discharge:write', load: () => import('./pages/NewDischargePage.js') },
  { path: '/discharges/import', needs: 'discharge:write', load: () => import('./pages/ImportPage.js') },
  { path: '/discharges/:dischargeId/launch', needs: 'discharge:read', load: () => import('./pages/LaunchPage.js') },
  { path: '/patients', needs: 'patient:read', load: () => import('./pages/PatientsPage.js'), nav: 'patients' },
  { path: '/patients/:patientId/plan', needs: 'patient:read', load: () => import('./pages/PlanPage.js') },
  { path: '/packages', needs: 'package:read', load: () => import('./pages/PackagesPage.js'), nav: 'packages',
    reads: ({ language, may }) => [withQuery('/packages/catalogue', { language }), ...(may('price:read') ? ['/prices'] : [])],
  },
  { path: '/packages/:packageId/:version', needs: 'package:read', load: () => import('./pages/PackagePage.js'),
    reads: ({ ids: [packageId, version], language }) => [withQuery(`/packages/${packageId}/versions/${version}/view`, { language }), withQuery('/packages/catalogue', { language })],
  },
  { path: '/roster', needs: 'roster:read', load: () => import('./pages/RosterPage.js'), nav: 'roster',
    reads: ({ query }) => (query.size === 0 ? [withQuery('/roster/duty', { days: 14 })] : []),
  },
  { path: '/operations', needs: 'operations:read', load: () => import('./pages/OperationsPage.js'), nav: 'operations',
    reads: ({ query }) => (query.get('days') === null ? [withQuery('/operations', { days: 7 })] : []),
  },
  { path: '/review', needs: 'review:read', load: () => import('./pages/ReviewPage.js'), nav: 'review',
    reads: ({ query, language }) => (query.get('weeks') === null ? [withQuery('/review', { weeks: 6, until: query.get('until'), language })] : []),
  },
  { path: '/emergency-access', needs: 'emergency-access:review', load: () => import('./pages/EmergencyAccessPage.js'), nav: 'emergencyAccess', reads: () => ['/emergency-access?state=all'] },
  { path: '/account', needs: 'own-account:act', load: () => import('./pages/AccountPage.js'), reads: () => ['/my/account'] },
  { path: '/drafts/:draftId', needs: 'package:read', load: () => import('./pages/DraftPage.js') },
  { path: '/patients/:patientId', needs: 'episode:read', load: () => import('./pages/PatientPage.js'),
    reads: ({ ids: [patientId], query, language, may }) => {
      const of = (part: string, more = {}): string => withQuery(`/patients/${patientId}/${part}`, { language, ...more });
      if (!may('patient:read')) return [];
      return [of('chart'), ...(query.get('tab') === null ? [of('next-thirty-days'), of('timeline', { limit: 8, state: 'happened', kinds: 'visit,form,call,reading,case,change,message' })] : [])];
    },
  },
];

/** The page at a path below /console, and the ids in it; the first that fits, as on screen. */
export function pageAt(path: string): { page: Page; ids: string[] } | null {
  for (const page of pages) {
    const ids = new RegExp(`^${page.path.replaceAll(/:\w+/g, '([^/]+)')}/?$`).exec(path);
    if (ids !== null) return { page, ids: ids.slice(1).map(decodeURIComponent) };
  }
  return null;
}
