import type { Sql } from '../db/client.js';
import { findPlan } from '../db/plans.js';
import { failures, withFailureCodes } from './errors.js';
import type { Activities } from './port.js';

export const createLoadPlan = ({ sql }: { sql: Sql }): Activities['loadPlan'] =>
  async function loadPlan({ hospitalId, ...key }) {
    const found = await withFailureCodes(() => findPlan(sql, hospitalId, key));
    if (!found) throw failures.PlanNotFound(key);
    return found.planJson;
  };
