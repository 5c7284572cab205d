/** Global set-up of the API tests: a second template with the training hospital and the built-in packages, compiled once for the run and not once a file. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { connect } from '../../db/client.js';
import { publishBuiltIn } from '../../platform/publish-built-in.js';
import { seedTraining } from '../../platform/seed.js';
import { copyDatabase } from './postgres.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The migrated template, its training hospital and every built-in package published; `freshDatabase(inject('trainingUrl'))` clones it. */
    trainingUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<void> {
  const { url } = await copyDatabase(project.getProvidedContext().templateUrl, 'template_training');
  const folder = mkdtempSync(join(tmpdir(), 'wuyou-test-training-'));
  const sql = connect(url, { max: 1 });
  const { hospitalId } = await seedTraining(sql, folder, 86_400);
  await publishBuiltIn(sql, hospitalId);
  await sql.end();
  rmSync(folder, { recursive: true, force: true });
  project.provide('trainingUrl', url);
}
