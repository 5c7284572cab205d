/** What was launched and what was not; the keyboard comes here. */
import { Alert, Button, Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { useText } from '../../language.js';
import { paths } from '../../paths.js';
import { launchTexts } from '../../texts/launch.js';
import { Group } from '../light/light.js';
import type { Launched } from './launching.js';

const words = { launched: 'doneFor', 'already-running': 'alreadyFor', failed: 'failedFor' } as const;

export function LaunchResult({ results, patientId, titleOf }: { results: readonly Launched[]; patientId: string; titleOf: (packageId: string) => string }) {
  const t = useText(launchTexts);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [results]);
  const failed = results.some(({ outcome }) => outcome === 'failed');
  const started = results.some(({ outcome }) => outcome !== 'failed');
  return (
    <Alert color={failed ? 'red' : 'teal'} variant="outline">
      <Title order={2} size="h4" tabIndex={-1} ref={heading}>{t(failed ? 'cannot' : 'done')}</Title>
      <ul className="plain">{results.map(({ packageId, outcome, message }) => <li key={packageId}>{t(words[outcome], { name: titleOf(packageId) })}{message === null ? '' : `: ${message}`}</li>)}</ul>
      {started ? (
        <Group mt="sm">
          <Button component={Link} href={paths.plan(patientId)}>{t('toPlan')}</Button>
          <Button component={Link} href={paths.patient(patientId)} variant="default">{t('toPatient')}</Button>
          <Button component={Link} href={paths.discharges} variant="default">{t('toInbox')}</Button>
        </Group>
      ) : null}
    </Alert>
  );
}
