/** What a change of profile or hours does to confirmed visits, looked at before it is saved; and the buttons that save or leave it. */
import { Button, List } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { Profile } from '../../../../db/visits/people.js';
import type { UnfitVisit } from '../../../../db/visits/unfit-visits.js';
import type { Hours } from '../../../../pathways/visits/staff.js';
import { send } from '../../api.js';
import { useLanguage, useText } from '../../language.js';
import { paths } from '../../paths.js';
import { useMe } from '../../session.js';
import { serviceTexts } from '../../texts/care-words.js';
import { partTexts } from '../../texts/parts.js';
import { rosterTexts } from '../../texts/roster.js';
import { unfitTexts } from '../../texts/unfit.js';
import { sayMoment } from '../../when.js';
import { useWords } from '../../words.js';
import { Anchor, Group, Text } from '../light/light.js';

type Change = { profile?: Profile; hours?: Hours[] };

export function SaveWithEffects({ accountId, change, valid, saving, close }: { accountId: string; change: Change; valid: boolean; saving: boolean; close: () => void }) {
  const t = useText(rosterTexts);
  const parts = useText(partTexts);
  const written = JSON.stringify(change);
  const look = useMutation({ mutationFn: async () => ({ of: written, ...(await send<{ items: UnfitVisit[] }>('POST', `/staff/${accountId}/effects`, change)) }) });
  return (
    <>
      <Group><Button variant="default" disabled={!valid} loading={look.isPending} onClick={() => look.mutate()}>{t('preview')}</Button></Group>
      {look.isError ? <Text role="alert" c="#b3170f">{look.error.message}</Text> : null}
      {look.data?.of === written ? <div role="status"><Text fw={600}>{t('unfitAfter', { n: look.data.items.length })}</Text><UnfitList items={look.data.items} named={false} /></div> : null}
      <Group justify="flex-end"><Button variant="default" onClick={close}>{parts('cancel')}</Button><Button type="submit" loading={saving}>{t('save')}</Button></Group>
    </>
  );
}

export function UnfitList({ items, named }: { items: readonly UnfitVisit[]; named: boolean }) {
  const t = useText(rosterTexts);
  const { language } = useLanguage();
  const { hospital } = useMe();
  const [service, why] = [useWords(serviceTexts), useWords(unfitTexts)];
  return (
    <List size="sm">
      {items.map(({ occurrence, patientId, displayName, service: what, slotFrom, unfit }) => (
        <List.Item key={occurrence}>
          <Anchor component={Link} href={`${paths.patient(patientId)}?tab=visits`} size="sm">{`${sayMoment(slotFrom, language, hospital.zone)} · ${service(what)}`}</Anchor>{`${named ? ` · ${displayName}` : ''} · ${unfit.map(why).join(t('comma'))}`}
        </List.Item>
      ))}
    </List>
  );
}
