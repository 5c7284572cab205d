/** `npm run build:web`: the console and the phone pages' scripts into web/dist. */
import { buildWeb } from '../platform/web-build.js';

await buildWeb();
