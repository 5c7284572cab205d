/** The workflow code as one file, made by webpack: at build time for production (scripts/bundle-workflows.ts), at start otherwise. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type WorkflowBundleOption } from '@temporalio/worker';
import { failureConverterPath } from './data-converter.js';

export const bundlePath = fileURLToPath(new URL('../dist/workflow-bundle.js', import.meta.url));
const workflowsPath = fileURLToPath(new URL('../workflows/index.ts', import.meta.url));

/** 2 to 3 seconds. `workflowsAt`: another entry point, for tests that change the workflow on purpose. */
export const makeBundle = (workflowsAt = workflowsPath): Promise<{ code: string }> =>
  bundleWorkflowCode({ workflowsPath: workflowsAt, failureConverterPath, logger: silent });

/** The prebuilt file where there is one. */
export const workflowBundle = async (prebuiltAt: string = bundlePath): Promise<WorkflowBundleOption> =>
  existsSync(prebuiltAt) ? { codePath: prebuiltAt } : makeBundle();

const nothing = (): void => {};
/** Webpack's progress is nobody's business; its errors are thrown. */
const silent = { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };
