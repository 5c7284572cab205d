import type { Sql } from '../db/client.js';
import { halt as haltEpisode } from '../db/halt.js';
import { withFailureCodes } from './errors.js';
import type { Activities } from './port.js';

export const createHalt = ({ sql }: { sql: Sql }): Activities['halt'] =>
  async function halt(request) {
    await withFailureCodes(() => haltEpisode(sql, request));
  };
