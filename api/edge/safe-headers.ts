/** What every answer tells the browser, whichever of our doors it leaves by: the outermost has the last word. */
import { secureHeaders } from 'hono/secure-headers';

const yearInSeconds = 31_536_000;

export const safeHeaders = () => secureHeaders({ referrerPolicy: 'same-origin', strictTransportSecurity: `max-age=${yearInSeconds}; includeSubDomains` });
