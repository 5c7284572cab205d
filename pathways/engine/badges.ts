/** Badges for attending, never for what was answered or measured; a reward once when so many are earned. */
import { addHours } from '../time.js';
import { careId } from './ids.js';
import { planObligation } from './obligations.js';
import { stepOf } from './plan-steps.js';
import { emit, type Ended, type Run } from './run.js';

/** Not clinical: congratulations that come later than this have lost their occasion. */
const rewardHours = 72;

export function award(run: Run, { occurrence, outcome }: Ended): void {
  const badge = stepOf(run.plan, occurrence.step)?.badge;
  if (badge === undefined || outcome !== 'completed') return;
  const count = (run.episode.badges ?? 0) + 1;
  emit(run, { type: 'BadgeEarned', occurrence: occurrence.id, badge, count });
  for (const { badges, text } of run.plan.rewards ?? []) {
    if (badges !== count) continue;
    emit(run, { type: 'RewardEarned', badges, text });
    planObligation(run, {
      owner: careId(run.episode.id), revision: run.episode.counts.care + 1, purpose: 'reward', class: 'education', recipient: 'patient', text,
      dueAt: run.at, expiresAt: addHours(run.at, rewardHours), channels: ['wechat', 'sms'],
    });
  }
}
