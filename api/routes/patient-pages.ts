/** The patient's own pages under `/p/`: server-rendered, complete without script (ADR 0033). No route here is part of the API for programs. */
import type { ApiDeps } from '../deps.js';
import { router } from '../router.js';
import { askRoutes } from './patient-pages/ask.js';
import { bookRoutes } from './patient-pages/book.js';
import { callRoutes } from './patient-pages/calls.js';
import { careRoutes } from './patient-pages/care.js';
import { enterRoutes } from './patient-pages/enter.js';
import { formRoutes } from './patient-pages/forms.js';
import { notFound, pageRoutes } from './patient-pages/guard.js';
import { homeRoutes } from './patient-pages/home.js';
import { notMeRoutes } from './patient-pages/not-me.js';
import { ownRoutes } from './patient-pages/own.js';
import { visitRoutes } from './patient-pages/visits.js';
import { wishRoutes } from './patient-pages/wishes.js';

export function patientPages(deps: ApiDeps) {
  const app = router();
  for (const pages of [enterRoutes(deps), notMeRoutes(deps), homeRoutes(deps), formRoutes(deps), careRoutes(deps), visitRoutes(deps), callRoutes(deps), bookRoutes(deps), askRoutes(deps), ownRoutes(deps), wishRoutes(deps)]) app.route('/', pages);
  // Whatever else is under /p/: a page in her words, not a document for programs.
  const rest = pageRoutes(deps);
  rest.get('/p/:rest{.+}', notFound);
  app.route('/', rest.app);
  return app;
}
