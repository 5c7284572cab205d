/** A colleague who was not sent anywhere so far gets a profile: chosen here, filled in like everybody's. */
import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { useText } from '../../language.js';
import { useRead } from '../../live.js';
import { rosterTexts } from '../../texts/roster.js';
import { Group } from '../light/light.js';
import type { DutyRoster } from './duty.js';
import { newProfile, ProfileForm } from './ProfileForm.js';

export function NewProfile({ people, today }: { people: readonly { accountId: string }[]; today: string }) {
  const t = useText(rosterTexts);
  const roster = useRead<DutyRoster>('/roster/duty?days=1', ['roster']);
  const [chosen, choose] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const without = (roster.data?.colleagues ?? []).filter(({ accountId }) => !people.some((one) => one.accountId === accountId));
  const colleague = without.find(({ accountId }) => accountId === chosen);
  if (without.length === 0) return null;
  return (
    <Group align="flex-end">
      <Select label={t('newProfileFor')} data={without.map(({ accountId, displayName }) => ({ value: accountId, label: displayName }))} value={chosen} onChange={choose} searchable w={280} />
      <Button variant="default" disabled={colleague === undefined} onClick={() => setOpen(true)}>{t('openProfile')}</Button>
      {open && colleague ? <ProfileForm person={{ ...newProfile, ...colleague }} today={today} close={() => { setOpen(false); choose(null); }} /> : null}
    </Group>
  );
}
