/** `wuyou publish --impact`: what a version that is not published yet would change for the episodes that run, one by one, if they were moved to it. */
import { connect } from '../db/client.js';
import { chooseHospital } from '../db/hospitals.js';
import type { Plan } from '../pathways/engine/plan.js';
import { canonicalJson } from '../pathways/schema/canonical.js';
import type { Definition } from '../pathways/schema/definition.js';
import { settings } from '../settings.js';
import { totalsOf } from './migration-words.js';
import { showPreviews } from './show-previews.js';

export async function showImpact(definitions: readonly Pick<Definition, 'plan' | 'hash'>[], hospitalId: string | null): Promise<void> {
  const sql = connect(settings().databaseUrl, { max: 4, applicationName: 'wuyou-publish' });
  try {
    const hospital = await chooseHospital(sql, hospitalId);
    for (const { plan, hash } of definitions) {
      const key = { id: plan.id, version: plan.version, hash };
      // As it would be stored: equal content is compared as equal text.
      const stored: Plan = JSON.parse(canonicalJson(plan));
      const { shown } = await showPreviews(sql, { hospitalId: hospital.id }, { key, plan: stored });
      process.stdout.write(`${hospital.name}, ${plan.id}@${plan.version}: ${totalsOf(shown)}\n`);
    }
  } finally {
    await sql.end({ timeout: 5 });
  }
}
