/** Entry point of the workflow bundle: what a worker can run. */
export { carePathway, latePathway } from './care-pathway.js';
