/** Visits that are due against visits that can be made, day by day: what is missing is seen while there is time. */
import { Checkbox } from '@mantine/core';
import { useSearchParams } from 'wouter';
import type { District } from '../../../../db/visits/surroundings.js';
import type { Coverage } from '../../../../pathways/visits/coverage.js';
import { addDays } from '../../../../pathways/time.js';
import { useLanguage, useText } from '../../language.js';
import { useRead } from '../../live.js';
import { serviceTexts } from '../../texts/care-words.js';
import { rosterTexts } from '../../texts/roster.js';
import { sayDate } from '../../when.js';
import { withQuery } from '../../with-query.js';
import { useWords } from '../../words.js';
import { Badge, Stack, Text } from '../light/light.js';
import { Table } from '../light/Table.js';
import { Read } from '../Read.js';
import { Wide } from '../Wide.js';
import { useToday } from './today.js';
import { Unqualified } from './Unqualified.js';

/** Two weeks: about as long as it takes to find somebody else, by convention (C). */
const ahead = 14;

export function Capacity() {
  const t = useText(rosterTexts);
  const { language } = useLanguage();
  const service = useWords(serviceTexts);
  const [search, setSearch] = useSearchParams();
  const onlyGaps = search.get('gaps') === 'true';
  const places = useRead<{ districts: District[] }>('/districts', ['staff']);
  const from = useToday();
  const coverage = useRead<{ items: Coverage[] }>(withQuery('/coverage', { from, until: addDays(from, ahead) }), ['visit', 'staff', 'offer']);
  return (
    <Stack>
      <Unqualified />
      <Text size="sm">{t('capacityLead')}</Text>
      <Checkbox label={t('onlyGaps')} checked={onlyGaps} onChange={(event) => { const only = event.currentTarget.checked; setSearch((before) => { if (only) before.set('gaps', 'true'); else before.delete('gaps'); return before; }, { replace: true }); }} />
      <Read of={coverage}>
        {({ items }) => {
          const short = items.filter(({ gap }) => gap > 0);
          const shown = onlyGaps ? short : items;
          return (
            <>
              <Text role="status" fw={600} c={short.length > 0 ? '#b3170f' : 'gray.9'}>{t('capacityGaps', { n: short.length })}</Text>
              {items.length === 0 ? <Text>{t('noDemand')}</Text> : (
                <Wide label={t('capacity')}>
                  <Table verticalSpacing={4} striped>
                    <Table.Thead><Table.Tr>{(['day', 'district', 'service', 'demand', 'booked', 'canDo', 'able', 'verdict'] as const).map((key) => <Table.Th key={key} scope="col">{t(key)}</Table.Th>)}</Table.Tr></Table.Thead>
                    <Table.Tbody>
                      {shown.map((one) => (
                        <Table.Tr key={`${one.day} ${one.district ?? ''} ${one.service} ${one.who}`}>
                          <Table.Th scope="row" fw={500}>{sayDate(one.day, language)}</Table.Th>
                          <Table.Td>{one.district === null ? t('anywhere') : (places.data?.districts.find(({ code }) => code === one.district)?.name ?? one.district)}</Table.Td><Table.Td>{service(one.service)}</Table.Td>
                          <Table.Td className="numbers">{one.demand}</Table.Td><Table.Td className="numbers">{one.booked}</Table.Td><Table.Td className="numbers">{one.capacity}</Table.Td><Table.Td className="numbers">{one.people}</Table.Td>
                          <Table.Td>{one.gap > 0 ? <Badge background="#b3170f">{t('short', { n: one.gap })}</Badge> : t('enough')}</Table.Td>
                        </Table.Tr>
                      ))}
                    </Table.Tbody>
                  </Table>
                </Wide>
              )}
            </>
          );
        }}
      </Read>
    </Stack>
  );
}
