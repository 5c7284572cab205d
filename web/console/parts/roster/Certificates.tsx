/** The certificates of a profile while they are edited: kind, number, issued, last valid day. */
import { ActionIcon, Button, Fieldset, Select, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { certificateKinds, type Certificate } from '../../../../pathways/visits/staff.js';
import { useText } from '../../language.js';
import { rosterTexts } from '../../texts/roster.js';
import { inFront } from '../Dialog.js';
import { Group, Stack, Text } from '../light/light.js';

type Props = { certificates: readonly Certificate[]; change: (certificates: Certificate[]) => void; errors: Readonly<Record<string, string>> };

export function Certificates({ certificates, change, errors }: Props) {
  const t = useText(rosterTexts);
  const put = (at: number, part: Partial<Certificate>): void => change(certificates.map((one, i) => (i === at ? { ...one, ...part } : one)));
  const day = (value: string): string | null => (value === '' ? null : value);
  return (
    <Fieldset legend={t('certificates')}>
      <Stack gap="sm">
        {certificates.length === 0 ? <Text size="sm">{t('noCertificates')}</Text> : null}
        {certificates.map((one, i) => (
          // oxlint-disable-next-line react/no-array-index-key -- a row has no name of its own while its number is being typed
          <Group key={i} role="group" aria-label={t('certificateN', { n: i + 1 })} align="flex-start" wrap="wrap" gap="xs">
            <Select label={t('kind')} w={110} data={certificateKinds.map((value) => ({ value, label: t(value) }))} value={one.kind} onChange={(chosen) => put(i, { kind: certificateKinds.find((kind) => kind === chosen) ?? one.kind })} allowDeselect={false} comboboxProps={inFront} />
            <TextInput label={t('number')} w={170} required maxLength={80} value={one.number} error={errors[`certificates/${i}/number`]} onChange={({ currentTarget }) => put(i, { number: currentTarget.value })} />
            <TextInput type="date" label={t('issued')} w={150} value={one.issuedOn ?? ''} error={errors[`certificates/${i}/issuedOn`]} onChange={({ currentTarget }) => put(i, { issuedOn: day(currentTarget.value) })} />
            <TextInput type="date" label={t('lastValid')} w={150} value={one.validUntil ?? ''} error={errors[`certificates/${i}/validUntil`]} onChange={({ currentTarget }) => put(i, { validUntil: day(currentTarget.value) })} />
            <ActionIcon variant="default" size="lg" mt={24} aria-label={t('removeCertificate', { n: i + 1 })} onClick={() => change(certificates.filter((_, j) => j !== i))}><IconTrash size={18} aria-hidden /></ActionIcon>
          </Group>
        ))}
        <Text size="xs" c="gray.7">{t('lastValidHint')}</Text>
        <Group><Button variant="default" size="xs" onClick={() => change([...certificates, { kind: 'wound', number: '', issuedOn: null, validUntil: null }])}>{t('addCertificate')}</Button></Group>
      </Stack>
    </Fieldset>
  );
}
