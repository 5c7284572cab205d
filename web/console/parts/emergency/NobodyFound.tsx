/** Below a search that found nobody: the patient may be there, and not the reader's. */
import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useText } from '../../language.js';
import { askWhoSitsHere } from '../../live.js';
import { useMe } from '../../session.js';
import { emergencyTexts } from '../../texts/care-team.js';
import { Group, Text } from '../light/light.js';
import { Emergency } from './Emergency.js';

/** `nobody`: just now. What was begun stays, whatever is searched beside it. */
export function NobodyFound({ nobody }: { nobody: boolean }) {
  const t = useText(emergencyTexts);
  const { keptToCareTeams } = useMe();
  const [asked, ask] = useState(false);
  // A shift may have begun or ended since the page was opened.
  useEffect(() => {
    if (nobody) askWhoSitsHere();
  }, [nobody]);
  if (asked) return <Emergency patientId={null} order={2} asked />;
  return keptToCareTeams && nobody ? <Group gap="sm"><Text>{t('nobodyFound')}</Text><Button size="sm" variant="default" onClick={() => ask(true)}>{t('title')}</Button></Group> : null;
}
