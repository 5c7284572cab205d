/** The working week of one person: any number of stretches a day; a day without one is off. */
import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { StaffMember } from '../../../../db/visits/people.js';
import type { Hours } from '../../../../pathways/visits/staff.js';
import { useText } from '../../language.js';
import { rosterTexts } from '../../texts/roster.js';
import { useAct } from '../act.js';
import { Dialog } from '../Dialog.js';
import { Group, Stack, Text } from '../light/light.js';
import { SaveWithEffects } from './Effects.js';
import { apiErrors, hoursErrors } from './field-errors.js';
import { weekdays } from './weekdays.js';

/** What is offered for a new stretch: the usual day of the training hospital (C). */
const usual = { from: '08:00', until: '17:30' };

export function HoursForm({ person, close }: { person: StaffMember; close: () => void }) {
  const t = useText(rosterTexts);
  const [hours, setHours] = useState<Hours[]>(person.hours);
  const [tried, setTried] = useState(false);
  const save = useAct<{ hours: Hours[] }>({ method: 'PUT', path: `/staff/${person.accountId}/hours`, done: t('hoursSaved'), then: close });
  const own = hoursErrors(hours);
  const errors: Readonly<Record<string, string>> = { ...apiErrors(save.error), ...(tried ? Object.fromEntries(Object.entries(own).map(([at, key]) => [at, t(key)])) : {}) };
  const put = (at: number, part: Partial<Hours>): void => setHours(hours.map((one, i) => (i === at ? { ...one, ...part } : one)));
  return (
    <Dialog title={t('hoursOf', { name: person.displayName })} close={close} size="lg">
      <form noValidate onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (Object.keys(own).length === 0) save.mutate({ hours });
      }}>
        <Stack gap="sm">
          {weekdays.map((name, day) => {
            const weekday = day + 1;
            const stretches = hours.flatMap((one, i) => (one.weekday === weekday ? [{ ...one, i }] : []));
            return (
              <Group key={name} role="group" aria-label={t(`full-${name}`)} align="flex-start" gap="sm" wrap="nowrap">
                <Text w={108} pt={6} fw={600} size="sm" style={{ flex: 'none' }}>{t(`full-${name}`)}</Text>
                <Stack gap={6}>
                  {stretches.length === 0 ? <Text size="sm" pt={6}>{t('off')}</Text> : null}
                  {stretches.map(({ i, from, until }) => (
                    <Group key={i} gap="xs" align="flex-start" wrap="nowrap">
                      <TextInput type="time" size="sm" aria-label={`${t(`full-${name}`)} ${t('fromTime')}`} value={from} error={errors[`hours/${i}/from`]} onChange={({ currentTarget }) => put(i, { from: currentTarget.value })} />
                      <TextInput type="time" size="sm" aria-label={`${t(`full-${name}`)} ${t('to')}`} value={until} error={errors[`hours/${i}/until`]} onChange={({ currentTarget }) => put(i, { until: currentTarget.value })} />
                      <ActionIcon variant="default" size="lg" aria-label={t('removeHours', { day: t(`full-${name}`), from })} onClick={() => setHours(hours.filter((_, j) => j !== i))}><IconTrash size={18} aria-hidden /></ActionIcon>
                    </Group>
                  ))}
                </Stack>
                <Button variant="default" size="xs" mt={3} ml="auto" style={{ flex: 'none' }} aria-label={`${t('addHours')}: ${t(`full-${name}`)}`} onClick={() => setHours([...hours, { weekday, ...usual }])}>{t('addHours')}</Button>
              </Group>
            );
          })}
          {save.isError && Object.keys(errors).length === 0 ? <Text role="alert" c="#b3170f">{save.error.message}</Text> : null}
          <SaveWithEffects accountId={person.accountId} change={{ hours }} valid={Object.keys(own).length === 0} saving={save.isPending} close={close} />
        </Stack>
      </form>
    </Dialog>
  );
}
