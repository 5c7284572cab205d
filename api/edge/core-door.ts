/** The core's side: what the API answers on its port for the edge. */
import { throughEdge } from '../client-address.js';
import { edgeDoor } from './door.js';

/** The edge's own address counts for nobody: it has noted the one address that does. */
export const coreDoor = (app: { fetch: (request: Request, bindings: object) => Response | Promise<Response> }): ReturnType<typeof edgeDoor> =>
  edgeDoor({ trustedProxies: 1, passOn: (c, request) => app.fetch(request, { ...c.env, ...throughEdge }) });
