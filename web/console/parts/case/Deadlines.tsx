/** How much time is left, by which moment, and what was kept already. */
import type { WorklistCase } from '../../../../db/read-models/worklist-cases.js';
import { useLanguage, useText } from '../../language.js';
import { useMe } from '../../session.js';
import { caseTexts } from '../../texts/case.js';
import { sayMoment } from '../../when.js';
import { Group, Stack, Text } from '../light/light.js';
import { Remaining } from '../Remaining.js';

export function Deadlines({ of }: { of: WorklistCase }) {
  const t = useText(caseTexts);
  const { language } = useLanguage();
  const { zone } = useMe().hospital;
  const say = (at: string): string => sayMoment(at, language, zone);
  return (
    <Stack gap={2} role="group" aria-label={t('deadlines')}>
      {of.nextWall !== null && of.nextDeadline !== null && of.status !== 'closed' ? <Remaining wall={of.nextWall} pace={of.pace} what={of.nextDeadline} size="xl" /> : null}
      <Group gap="md">
        {of.acknowledgedAt !== null ? <Text size="sm">{t('ackedAt', { at: say(of.acknowledgedAt) })}</Text> : of.ackBy === null ? null : <Text size="sm">{t('ackBy', { at: say(of.ackBy) })}</Text>}
        {of.contactedAt !== null ? <Text size="sm">{t('contactedAt', { at: say(of.contactedAt) })}</Text> : <Text size="sm">{t('contactBy', { at: say(of.contactBy) })}</Text>}
        {of.breached.length > 0 ? <Text size="sm" fw={700} c="#b3170f">{t('breached')}</Text> : null}
        {of.rung > 0 ? <Text size="sm" c="#9a4b00">{t('rung', { n: of.rung })}</Text> : null}
      </Group>
    </Stack>
  );
}
