// Planted: the import rules must refuse this file (test/checks.test.ts).
import { readFileSync } from 'node:fs';
import { connection } from '../../db/connection.js';

export const read = (): string => readFileSync(connection, 'utf8');
