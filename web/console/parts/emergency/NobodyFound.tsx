/** Below a search that found nobody: the patient may be there, and not the reader's. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useText } from '../../language.js';
import { emergencyTexts } from '../../texts/care-team.js';
import { Group, Text } from '../light/light.js';
import { useMaybeConfined } from './confined.js';
import { Emergency } from './Emergency.js';

/** `nobody`: just now. What was begun stays, whatever is searched beside it. */
export function NobodyFound({ nobody }: { nobody: boolean }) {
  const t = useText(emergencyTexts);
  const confined = useMaybeConfined();
  const [asked, ask] = useState(false);
  if (asked) return <Emergency patientId={null} order={2} asked />;
  return confined && nobody ? <Group gap="sm"><Text>{t('nobodyFound')}</Text><Button size="sm" variant="default" onClick={() => ask(true)}>{t('title')}</Button></Group> : null;
}
