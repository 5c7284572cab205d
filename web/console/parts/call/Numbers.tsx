/** The whole numbers, shown after a click that is written down with its reason; the one that is dialled can be chosen. */
import { Alert, Button, Radio } from '@mantine/core';
import { useState } from 'react';
import type { EmergencyReason, NumberRow } from '../../../../db/read-models/numbers.js';
import type { Speaker } from '../../../text.js';
import { useText } from '../../language.js';
import { useRead } from '../../live.js';
import { useMay } from '../../session.js';
import { callTexts } from '../../texts/call.js';
import { partTexts } from '../../texts/parts.js';
import { withQuery } from '../../with-query.js';
import { Anchor, Group, Stack, Text } from '../light/light.js';
import { Read } from '../Read.js';

type Props = { patientId: string; /** Goes into the access log. */ why: string; chosen: string | null; choose: (contactId: string) => void };

export function Numbers({ patientId, why, chosen, choose }: Props) {
  const t = useText(callTexts);
  const parts = useText(partTexts);
  const [asked, ask] = useState(false);
  const [emergency, name] = useState<EmergencyReason | null>(null);
  const may = useMay('message:reveal');
  const numbers = useRead<{ items: NumberRow[] }>(asked ? withQuery(`/patients/${patientId}/numbers`, { for: why, emergency }) : null, ['patient'], { staleTime: Infinity });
  if (!may) return <Text size="sm">{parts('mayNot')}</Text>;
  if (!asked) return <Button variant="default" onClick={() => ask(true)}>{t('showNumbers')}</Button>;
  return <Read of={numbers}>{({ items }) => items.length === 0 ? <Text fw={700}>{t('noNumber')}</Text> : <Choice items={items} chosen={chosen} choose={choose} emergency={emergency} name={name} />}</Read>;
}

type ChoiceProps = Pick<Props, 'chosen' | 'choose'> & { items: NumberRow[]; /** Why the family is called without consent; null: it is not. */ emergency: EmergencyReason | null; name: (reason: EmergencyReason) => void };

function Choice({ items, chosen, choose, emergency, name }: ChoiceProps) {
  const t = useText(callTexts);
  const open = items.filter(({ consented }) => consented || emergency !== null);
  const shut = items.filter((one) => !open.includes(one));
  return (
    <Stack gap="xs">
      <Radio.Group label={t('which')} name="number" value={chosen ?? ''} onChange={choose}>
        <Stack gap={6} mt={4}>{open.map((one) => <OneNumber key={one.contactId} of={one} />)}</Stack>
      </Radio.Group>
      {shut.length === 0 ? null : (
        <Alert color="red" variant="outline" title={t('noFamilyConsent')}>
          <Text size="sm">{t('noFamilyConsentWhy', { who: shut.map((one) => `${whoOf(one, t)} ${one.value}`).join(', ') })}</Text>
          <Group gap="xs" mt="xs">
            <Button size="compact-sm" variant="outline" color="red.9" onClick={() => name('patient-unreachable')}>{t('patient-unreachable')}</Button>
            <Button size="compact-sm" variant="outline" color="red.9" onClick={() => name('life-in-danger')}>{t('life-in-danger')}</Button>
          </Group>
        </Alert>
      )}
    </Stack>
  );
}

const whoOf = ({ owner, relation, name }: NumberRow, t: Speaker<typeof callTexts>): string => [owner === 'patient' ? t('ofPatient') : (relation ?? t('ofFamily')), name].filter(Boolean).join(' ');

function OneNumber({ of }: { of: NumberRow }) {
  const t = useText(callTexts);
  return (
    <Group gap="sm">
      <Radio value={of.contactId} disabled={of.quarantined} label={`${whoOf(of, t)} ··${of.value.slice(-4)}`} />
      {of.quarantined ? <Text size="sm">{t('quarantined')}</Text> : <Anchor href={`tel:${of.value}`} className="numbers">{of.value}</Anchor>}
      {of.consented ? null : <Text size="sm" fw={700} c="red.9">{t('withoutConsent')}</Text>}
    </Group>
  );
}
