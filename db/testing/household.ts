/** Several episodes of one patient with their inboxes: commands go in by intake and reach each episode as the relay would bring them. */
import type { Activities } from '../../activities/port.js';
import type { EpisodeInput } from '../../pathways/engine/inputs.js';
import { nextDue } from '../../pathways/engine/next-due.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Sql } from '../client.js';
import { intake, type Intake, type IntakeCommand } from '../intake.js';
import { takeInbox } from '../inbox.js';
import { drive, type Driver } from './driver.js';

export type Household = {
  drivers: Map<string, Driver>;
  /** Time passes for all of them together, whoever is due first goes first. */
  runUntil(at: Instant): Promise<void>;
  /** By intake, then everything that is in any inbox. */
  send(command: IntakeCommand, at: Instant): Promise<Intake>;
  relay(at: Instant): Promise<void>;
};

export async function household(sql: Sql, activities: Activities, episodeIds: string[]): Promise<Household> {
  const drivers = new Map<string, Driver>();
  for (const id of episodeIds) drivers.set(id, await drive(sql, activities, id));

  async function relay(at: Instant): Promise<void> {
    await sql`update inbox set next_try_at = now() - interval '1 second' where state = 'accepted'`;
    for (let rows = await takeInbox(sql, { limit: 50, leaseSeconds: 60 }); rows.length > 0; rows = await takeInbox(sql, { limit: 50, leaseSeconds: 60 })) {
      for (const row of rows) await drivers.get(row.episodeId)?.give({ ...(row.payload as object), kind: row.kind, at } as EpisodeInput);
    }
  }

  async function runUntil(at: Instant): Promise<void> {
    for (const driver of drivers.values()) if (driver.episode().seq === 0) await driver.runUntil(driver.now());
    for (;;) {
      const next = [...drivers.values()].map((driver) => ({ driver, due: nextDue(driver.plan(), driver.episode()) })).filter(({ due }) => due !== null && due.at <= at)
        .sort((a, b) => ((a.due?.at ?? '') < (b.due?.at ?? '') ? -1 : 1))[0];
      if (!next?.due) break;
      await next.driver.runUntil(next.due.at);
      await relay(next.due.at);
    }
    for (const driver of drivers.values()) await driver.runUntil(at);
  }

  return {
    drivers, runUntil, relay,
    async send(command, at) {
      await runUntil(at);
      const taken = await intake(sql, command);
      await relay(at);
      return taken;
    },
  };
}
