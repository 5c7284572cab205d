/** The workflow code as one file, made by webpack: at build time for production (scripts/bundle-workflows.ts), at start otherwise. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type WorkflowBundleOption } from '@temporalio/worker';
import { failureConverterPath } from './data-converter.js';

export const bundlePath = fileURLToPath(new URL('../dist/workflow-bundle.js', import.meta.url));
const workflowsPath = fileURLToPath(new URL('../workflows/index.ts', import.meta.url));

/** 2 to 3 seconds. `workflowsAt`: another entry point, for tests that change the workflow on purpose, with its own `shared.ts` beside it; `interceptors`: modules that watch. */
export const makeBundle = (workflowsAt = workflowsPath, interceptors: string[] = []): Promise<{ code: string }> =>
  bundleWorkflowCode({ workflowsPath: workflowsAt, preloadModules: [join(dirname(workflowsAt), 'shared.ts')], workflowInterceptorModules: interceptors, failureConverterPath, logger: silent });

/** The build named by the settings; else one under dist/ that no source is newer than; else one made now. */
export async function workflowBundle(prebuiltAt: string | undefined): Promise<WorkflowBundleOption> {
  if (prebuiltAt !== undefined) return { codePath: prebuiltAt };
  return isCurrent(bundlePath) ? { codePath: bundlePath } : makeBundle();
}

/** A stale bundle would run other code than the sources say, and fail as non-determinism much later. */
function isCurrent(path: string): boolean {
  if (!existsSync(path)) return false;
  const builtMs = statSync(path).mtimeMs;
  const sources = ['workflows', 'pathways'].map((folder) => fileURLToPath(new URL(`../${folder}`, import.meta.url)));
  return sources.every((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true }).every((file) => !file.isFile() || statSync(join(file.parentPath, file.name)).mtimeMs <= builtMs),
  );
}

const nothing = (): void => {};
/** Webpack's progress is nobody's business; its errors are thrown. */
const silent = { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };
