/** What the episode's own state says about a message that was released just before it changed. The patient's facts are judged after this. */
import { messagePolicy } from '../../pathways/patient/message-policy.js';
import type { Obligation } from '../../pathways/engine/events.js';
import type { SuppressionReason } from '../../pathways/engine/vocabulary.js';

/** `episodeStatus`: as it stood before it was halted, if it is. null: nothing speaks against it. Staff go on with open cases and tasks; a safety text belongs to a case, not to the course. */
export function beforeJudging(episodeStatus: string, obligation: Obligation): SuppressionReason | null {
  if (messagePolicy[obligation.class].audience === 'staff' || obligation.class === 'safety' || obligation.purpose === 'opt-out') return null;
  if (episodeStatus === 'stopped' || episodeStatus === 'stopping') return 'stopped';
  if (obligation.occurrence === null) return null;
  if (episodeStatus === 'paused') return 'paused';
  return null;
}
