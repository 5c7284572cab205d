import type { Payments } from '../../payments/registry.js';
import type { Sql } from '../client.js';

export type MoneyDeps = { sql: Sql; payments: Payments };
