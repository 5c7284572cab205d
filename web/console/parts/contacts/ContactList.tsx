/** Whom to reach and in which order; whose a number is can be mended, a wrong one is taken out of use, another one added. */
import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPencil, IconPhoneOff, IconPhonePlus } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import type { PatientRow } from '../../../../db/read-models/patient-list.js';
import { useText } from '../../language.js';
import { useMay } from '../../session.js';
import { launchTexts } from '../../texts/launch.js';
import { useAct } from '../act.js';
import { Badge, Group, Stack, Text } from '../light/light.js';
import { EditContact } from './EditContact.js';

export type Contact = PatientRow['contacts'][number];
const kinds = { mobile: 'mobile', landline: 'landline', wechat: 'wechat', email: 'email' } as const;

type Props = { patient: Pick<PatientRow, 'patientId' | 'contacts' | 'consents'>; /** Whole numbers by contact, where somebody asked to see them. */ whole?: (contactId: string) => string | undefined };

export function ContactList({ patient, whole }: Props) {
  const t = useText(launchTexts);
  const may = useMay('patient:write');
  const reorder = useAct<{ ids: string[] }>({ method: 'PUT', path: `/patients/${patient.patientId}/contacts/order`, done: null });
  const ids = patient.contacts.map(({ id }) => id);
  const move = (index: number, by: -1 | 1): void => {
    const next = [...ids];
    const [moved] = next.splice(index, 1);
    if (moved) next.splice(index + by, 0, moved);
    reorder.mutate({ ids: next });
  };
  return (
    <Stack gap="xs">
      {patient.contacts.length === 0 ? <Text>{t('noContacts')}</Text> : null}
      <ol className="rows">
        {patient.contacts.map((contact, index) => (
          <Line key={contact.id} contact={contact} number={whole?.(contact.id) ?? contact.masked} patientId={patient.patientId} may={may} unasked={contact.owner === 'family' && patient.consents['family'] !== true}
            up={index === 0 ? null : () => move(index, -1)} down={index === ids.length - 1 ? null : () => move(index, 1)} />
        ))}
      </ol>
      {may ? <AddContact patientId={patient.patientId} /> : null}
    </Stack>
  );
}

type LineProps = { contact: Contact; number: string; patientId: string; may: boolean; /** A relative whom the patient has not agreed to tell. */ unasked: boolean; up: (() => void) | null; down: (() => void) | null };

function Line({ contact, number, patientId, may, unasked, up, down }: LineProps) {
  const t = useText(launchTexts);
  const [editing, edit] = useState(false);
  const kind = kinds[contact.kind as keyof typeof kinds];
  const what = [contact.owner === 'family' ? (contact.relation ?? t('ownerFamily')) : t('ownerPatient'), contact.masked].join(' ');
  const use = useAct<{ quarantined: boolean }>({ method: 'PUT', path: `/patients/${patientId}/contacts/${contact.id}`, done: t('contactSaved') });
  return (
    <li className="row">
      <Group justify="space-between" wrap="nowrap">
        <Group gap="xs">
          <Text fw={600}>{contact.owner === 'family' ? [contact.relation ?? t('ownerFamily'), contact.name].filter((part) => part !== null).join(' ') : t('ownerPatient')}</Text>
          <Text className="numbers">{number}</Text>
          <Text size="sm" c="gray.8">{kind ? t(kind) : contact.kind}</Text>
          {contact.quarantined ? <Badge color="red.9" variant="outline">{t('quarantined')}</Badge> : null}
          {contact.unsubscribed ? <Badge color="#7a3600" variant="outline">{t('unsubscribed')}</Badge> : null}
          {unasked ? <Badge color="#7a3600" variant="outline">{t('familyUnasked')}</Badge> : null}
        </Group>
        {may ? (
          <Group gap={4} wrap="nowrap">
            <ActionIcon variant="default" size="lg" aria-label={t('up', { what })} disabled={up === null} onClick={() => up?.()}><IconArrowUp size={18} /></ActionIcon>
            <ActionIcon variant="default" size="lg" aria-label={t('down', { what })} disabled={down === null} onClick={() => down?.()}><IconArrowDown size={18} /></ActionIcon>
            <ActionIcon variant="default" size="lg" aria-label={t('editContact', { what })} onClick={() => edit(true)}><IconPencil size={18} /></ActionIcon>
            <ActionIcon variant="default" size="lg" aria-label={t(contact.quarantined ? 'release' : 'quarantine', { what })} loading={use.isPending} onClick={() => use.mutate({ quarantined: !contact.quarantined })}>{contact.quarantined ? <IconPhonePlus size={18} /> : <IconPhoneOff size={18} />}</ActionIcon>
          </Group>
        ) : null}
      </Group>
      {editing ? <EditContact patientId={patientId} contact={contact} title={t('editContact', { what })} close={() => edit(false)} /> : null}
    </li>
  );
}

function AddContact({ patientId }: { patientId: string }) {
  const t = useText(launchTexts);
  const [value, write] = useState('');
  const [owner, own] = useState<'patient' | 'family'>('patient');
  const [relation, relate] = useState('');
  const add = useAct<Record<string, string>>({ method: 'PUT', path: `/patients/${patientId}/contacts`, done: t('contactSaved'), then: (_, sent) => { write((now) => (now.trim() === sent['value'] ? '' : now)); relate((now) => (now.trim() === sent['relation'] ? '' : now)); } });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (value.trim() !== '') add.mutate({ owner, kind: value.includes('@') ? 'email' : 'phone', value: value.trim(), ...(owner === 'family' && relation.trim() !== '' ? { relation: relation.trim() } : {}) });
  };
  return (
    <form onSubmit={submit} aria-label={t('addContact')}>
      <Group align="flex-end">
        <TextInput label={t('number')} value={value} maxLength={120} autoComplete="off" onChange={({ currentTarget }) => write(currentTarget.value)} />
        <Select label={t('whose')} data={[{ value: 'patient', label: t('ownerPatient') }, { value: 'family', label: t('ownerFamily') }]} value={owner} allowDeselect={false} onChange={(chosen) => own(chosen === 'family' ? 'family' : 'patient')} w={130} />
        {owner === 'family' ? <TextInput label={t('relation')} value={relation} maxLength={40} onChange={({ currentTarget }) => relate(currentTarget.value)} w={130} /> : null}
        <Button type="submit" variant="default" loading={add.isPending}>{t('add')}</Button>
      </Group>
    </form>
  );
}
