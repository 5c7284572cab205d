/**
 * Read once per worker instead of once per workflow (`preloadModules`, temporal/bundle.ts): the engine and its arithmetic of time, which keep
 * nothing of a patient between two calls. What they remember follows from their arguments alone (a zone's offsets, the steps of a plan by id).
 * Nothing here may import `@temporalio/workflow`: there is no workflow yet when this runs. docs/adr/0064 says what it saves.
 */
import '../pathways/engine/actions.js';
import '../pathways/engine/decide.js';
import '../pathways/engine/evolve.js';
import '../pathways/engine/next-due.js';
import '../pathways/engine/open.js';
import '../pathways/engine/semantics.js';
import '../pathways/time.js';

/**
 * The SDK notes the call stack of every promise, for a query that nobody here asks; with ten frames that was a third of a workflow task.
 * An error of the engine still names where it was thrown and who called it.
 */
Error.stackTraceLimit = 5;
