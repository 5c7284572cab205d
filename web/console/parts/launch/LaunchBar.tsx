/** Always in sight, and low enough to leave the page to the fields: what is chosen, what keeps it from starting, and the button. */
import { Alert, Button } from '@mantine/core';
import { useText } from '../../language.js';
import { launchTexts } from '../../texts/launch.js';
import { Group, Text } from '../light/light.js';

type Props = { chosen: number; /** Yuan; null: nothing. */ due: string | null; problem: string | null; busy: boolean; may: boolean; launch: () => void };

export function LaunchBar({ chosen, due, problem, busy, may, launch }: Props) {
  const t = useText(launchTexts);
  return (
    <div className="launch-bar">
      {problem === null ? null : <Alert color="red" variant="outline" role="alert" mb="xs" py={6}>{problem}</Alert>}
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" role="status">{[t('chosen', { n: chosen }), ...(due === null ? [] : [t('total', { amount: due })])].join(' · ')}</Text>
        <Button size="md" loading={busy} disabled={!may} onClick={launch} style={{ flexShrink: 0 }}>{t('launch')}</Button>
      </Group>
    </div>
  );
}
