/** The whole numbers, shown after a click that is written down with its reason; the one that is dialled can be chosen. */
import { Anchor, Button, Group, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { NumberRow } from '../../../../db/read-models/numbers.js';
import { withQuery } from '../../api.js';
import { useText } from '../../language.js';
import { useRead } from '../../live.js';
import { useMay } from '../../session.js';
import { callTexts } from '../../texts/call.js';
import { partTexts } from '../../texts/parts.js';
import { Read } from '../Read.js';

type Props = { patientId: string; /** Goes into the access log. */ why: string; chosen: string | null; choose: (contactId: string) => void };

export function Numbers({ patientId, why, chosen, choose }: Props) {
  const t = useText(callTexts);
  const parts = useText(partTexts);
  const [asked, ask] = useState(false);
  const may = useMay('message:reveal');
  const numbers = useRead<{ items: NumberRow[] }>(asked ? withQuery(`/patients/${patientId}/numbers`, { for: why }) : null, ['patient'], { staleTime: Infinity });
  if (!may) return <Text size="sm">{parts('mayNot')}</Text>;
  if (!asked) return <Button variant="default" onClick={() => ask(true)}>{t('showNumbers')}</Button>;
  return <Read of={numbers}>{({ items }) => items.length === 0 ? <Text fw={700}>{t('noNumber')}</Text> : <Choice items={items} chosen={chosen} choose={choose} />}</Read>;
}

function Choice({ items, chosen, choose }: { items: NumberRow[]; chosen: string | null; choose: (contactId: string) => void }) {
  const t = useText(callTexts);
  return (
    <Radio.Group label={t('which')} name="number" value={chosen ?? ''} onChange={choose}>
      <Stack gap={6} mt={4}>
        {items.map((one) => {
          const who = [one.owner === 'patient' ? t('ofPatient') : (one.relation ?? t('ofFamily')), one.name].filter(Boolean).join(' ');
          return (
            <Group key={one.contactId} gap="sm">
              <Radio value={one.contactId} disabled={one.quarantined} label={`${who} ··${one.value.slice(-4)}`} />
              {one.quarantined ? <Text size="sm">{t('quarantined')}</Text> : <Anchor href={`tel:${one.value}`} className="numbers">{one.value}</Anchor>}
            </Group>
          );
        })}
      </Stack>
    </Radio.Group>
  );
}
