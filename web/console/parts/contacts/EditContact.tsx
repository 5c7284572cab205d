/** Whose a number is: the patient's or a relative's, and what the relative is called. The number itself is not changed: add the new one, and take the old one out of use. */
import { Button, Select, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useText } from '../../language.js';
import { launchTexts } from '../../texts/launch.js';
import { useAct } from '../act.js';
import { Dialog, inFront } from '../Dialog.js';
import { Group, Stack, Text } from '../light/light.js';
import type { Contact } from './ContactList.js';

type Change = { owner: 'patient' | 'family'; relation: string | null; name: string | null };

export function EditContact({ patientId, contact, title, close }: { patientId: string; contact: Contact; title: string; close: () => void }) {
  const t = useText(launchTexts);
  const [owner, own] = useState<Change['owner']>(contact.owner === 'family' ? 'family' : 'patient');
  const [relation, relate] = useState(contact.relation ?? '');
  const [name, call] = useState(contact.name ?? '');
  const change = useAct<Change>({ method: 'PUT', path: `/patients/${patientId}/contacts/${contact.id}`, done: t('contactSaved'), then: close });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate({ owner, relation: owner === 'family' ? relation.trim() || null : null, name: owner === 'family' ? name.trim() || null : null });
  };
  return (
    <Dialog title={title} close={close}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Select label={t('whose')} data={[{ value: 'patient', label: t('ownerPatient') }, { value: 'family', label: t('ownerFamily') }]} value={owner} allowDeselect={false} comboboxProps={inFront} onChange={(chosen) => own(chosen === 'family' ? 'family' : 'patient')} />
          {owner === 'family' ? (
            <>
              <TextInput label={t('relation')} value={relation} maxLength={40} onChange={({ currentTarget }) => relate(currentTarget.value)} />
              <TextInput label={t('contactName')} value={name} maxLength={80} autoComplete="off" onChange={({ currentTarget }) => call(currentTarget.value)} />
            </>
          ) : null}
          <Text size="sm" c="gray.8">{t('numberHint')}</Text>
          <Group justify="flex-end"><Button variant="default" onClick={close}>{t('back')}</Button><Button type="submit" loading={change.isPending}>{t('saveContact')}</Button></Group>
        </Stack>
      </form>
    </Dialog>
  );
}
