/** The words of a message whose episode has moved to another version since it was planned. */
import { migrationTexts } from '../../pathways/engine/migration/texts.js';
import type { Tx } from '../client.js';
import { otherVersions, type LoadedPlan } from '../plans.js';
import type { ObligationRow } from './rows.js';

/** The version in force words it; what that version does not know is worded by the newest other version of the package that does. */
export async function wordingFor(tx: Tx, { hospitalId, spec }: ObligationRow, loaded: LoadedPlan, language: string): Promise<Record<string, string>> {
  const own = loaded.texts[language] ?? {};
  const { label, instruction } = spec.params;
  const asked = [spec.text, spec.digestLabel, label, instruction].filter((key): key is string => typeof key === 'string' && key !== '');
  if (asked.every((key) => Object.hasOwn(own, key))) return own;
  const { plan } = loaded;
  const others = await otherVersions(tx, hospitalId, { id: plan.id, version: plan.version, hash: '' });
  return Object.assign({}, migrationTexts[language], ...others.toReversed().map(({ texts }) => texts[language]), own);
}
