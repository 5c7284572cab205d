/** Cases that are open now, the most urgent first: nobody should read a chart without knowing of them. */
import { Paper } from '@mantine/core';
import { Link } from 'wouter';
import { useText } from '../../language.js';
import { paths } from '../../paths.js';
import { levelTexts, statusTexts } from '../../texts/care-words.js';
import { patientTexts } from '../../texts/patient.js';
import { levelColor } from '../../theme.js';
import { useWords } from '../../words.js';
import { Anchor, Badge, Group, Stack, Text } from '../light/light.js';
import { useChart, useTimes } from './chart.js';

export function OpenCases() {
  const t = useText(patientTexts);
  const [level, status] = [useWords(levelTexts), useWords(statusTexts)];
  const { cases } = useChart();
  const { moment } = useTimes();
  if (cases.length === 0) return null;
  return (
    <Stack gap={6} role="region" aria-label={t('casesOpen')}>
      {cases.map((one) => (
        <Paper key={one.escalationId} withBorder px="sm" py={6} style={{ borderLeft: `6px solid ${levelColor(one.level)}` }}>
          <Group style={{ columnGap: 16, rowGap: 2 }} justify="space-between">
            <Group gap="sm">
              <Badge background={levelColor(one.level)} style={{ flexShrink: 0 }}>{level(one.level)}</Badge>
              <Text fw={600} style={{ flexShrink: 0 }}>{one.rules.join(' ')}</Text>
              <Text size="sm" style={{ whiteSpace: 'pre-line' }}>{one.instruction}</Text>
            </Group>
            <Group gap="sm">
              <Text size="sm">{status(one.status)}</Text>
              <Text size="sm" className="numbers" fw={one.breached.length > 0 ? 700 : 400}>{one.contactedAt === null ? t('contactBy', { at: moment(one.contactBy) }) : null}{one.breached.length > 0 ? ` · ${t('late')}` : ''}</Text>
              <Anchor component={Link} href={paths.case(one.escalationId)} size="sm">{t('openCase')}</Anchor>
            </Group>
          </Group>
        </Paper>
      ))}
    </Stack>
  );
}
