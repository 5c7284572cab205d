/** Who is on duty, whether there is somebody for every visit, and who is away. */
import { Tabs, Title } from '@mantine/core';
import { useSearchParams } from 'wouter';
import { useText } from '../language.js';
import { Stack } from '../parts/light/light.js';
import { Capacity } from '../parts/roster/Capacity.js';
import { Duty } from '../parts/roster/Duty.js';
import { People } from '../parts/roster/People.js';
import { useMay } from '../session.js';
import { rosterTexts } from '../texts/roster.js';

const tabs = ['duty', 'capacity', 'people'] as const;

export default function RosterPage() {
  const t = useText(rosterTexts);
  const [search, setSearch] = useSearchParams();
  const shown = useMay('staff:read') ? tabs : tabs.slice(0, 1);
  const open = shown.find((tab) => tab === search.get('tab')) ?? 'duty';
  return (
    <Stack maw={1400}>
      <Title order={1}>{t('title')}</Title>
      <Tabs value={open} keepMounted={false} onChange={(tab) => setSearch({ tab: tab ?? 'duty' }, { replace: true })}>
        <Tabs.List aria-label={t('tabs')} mb="md">{shown.map((tab) => <Tabs.Tab key={tab} value={tab}>{t(tab)}</Tabs.Tab>)}</Tabs.List>
        <Tabs.Panel value="duty"><Duty /></Tabs.Panel>
        <Tabs.Panel value="capacity"><Capacity /></Tabs.Panel>
        <Tabs.Panel value="people"><People /></Tabs.Panel>
      </Tabs>
    </Stack>
  );
}
