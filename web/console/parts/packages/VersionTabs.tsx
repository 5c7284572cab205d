/** The parts of a version; which one is open stands in the address. */
import { Tabs } from '@mantine/core';
import { useSearchParams } from 'wouter';
import type { PackageView, ParameterRow } from '../../../../api/package-view.js';
import { useText } from '../../language.js';
import { packageTexts } from '../../texts/packages.js';
import { roleTexts } from '../../texts/roles.js';
import { Stack, Text } from '../light/light.js';
import { Forms, Texts } from './FormsAndTexts.js';
import { Parameters } from './Parameters.js';
import { Rules } from './Rules.js';
import { TimelinePicture } from './TimelinePicture.js';
import { TimelineTable } from './TimelineTable.js';

const tabs = ['timeline', 'rules', 'parameters', 'forms', 'texts'] as const;

export function VersionTabs({ view, change }: { view: PackageView; change?: ((parameter: ParameterRow) => void) | undefined }) {
  const t = useText(packageTexts);
  const role = useText(roleTexts);
  const [search, setSearch] = useSearchParams();
  const open = tabs.find((tab) => tab === search.get('tab')) ?? 'timeline';
  return (
    <Tabs value={open} keepMounted={false} onChange={(tab) => setSearch((before) => { before.set('tab', tab ?? 'timeline'); return before; }, { replace: true })}>
      <Tabs.List aria-label={t('sections')} mb="md">{tabs.map((tab) => <Tabs.Tab key={tab} value={tab}>{t(tab)}</Tabs.Tab>)}</Tabs.List>
      <Tabs.Panel value="timeline"><Stack><Text size="sm">{t('quiet', { ...view.quietHours, cap: view.dailySmsCap })}</Text>{view.answering.map((one) => <Text key={one.from} size="sm">{t('answering', { ...one, by: role(one.by as keyof typeof roleTexts) })}</Text>)}<TimelinePicture view={view} /><TimelineTable view={view} /></Stack></Tabs.Panel>
      <Tabs.Panel value="rules"><Rules view={view} /></Tabs.Panel>
      <Tabs.Panel value="parameters"><Parameters view={view} change={change} /></Tabs.Panel>
      <Tabs.Panel value="forms"><Forms view={view} /></Tabs.Panel>
      <Tabs.Panel value="texts"><Texts view={view} /></Tabs.Panel>
    </Tabs>
  );
}
