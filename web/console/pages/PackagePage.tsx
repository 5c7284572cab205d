/** One published version, in words and pictures. Its numbers can be changed for the department, which begins a draft of the next version. */
import { Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { Link, useLocation, useParams } from 'wouter';
import type { PackageView, ParameterRow } from '../../../api/package-view.js';
import { send } from '../api.js';
import { useLanguage, useText } from '../language.js';
import { useRead } from '../live.js';
import { Anchor, Group, Stack, Text } from '../parts/light/light.js';
import { useCatalogue } from '../parts/packages/catalogue.js';
import { OverrideForm, type Override } from '../parts/packages/OverrideForm.js';
import { Signatures } from '../parts/packages/Signatures.js';
import { VersionTabs } from '../parts/packages/VersionTabs.js';
import { Read } from '../parts/Read.js';
import { paths } from '../paths.js';
import { useMay } from '../session.js';
import { packageTexts } from '../texts/packages.js';
import { BeginDraft } from './PackagesPage.js';

export default function PackagePage() {
  const t = useText(packageTexts);
  const { packageId = '', version = '' } = useParams();
  const { language } = useLanguage();
  const view = useRead<PackageView>(`/packages/${packageId}/versions/${version}/view?language=${language}`, ['package']);
  const catalogue = useCatalogue();
  const found = catalogue.data?.items.find((one) => one.packageId === packageId)?.versions.find((one) => String(one.version) === version);
  return (
    <Stack maw={1300}>
      <Anchor component={Link} href={paths.packages}>{t('back')}</Anchor>
      <Read of={view}>
        {(shown) => (
          <>
            <Group justify="space-between" align="flex-start">
              <div>
                <Title order={1}>{`${shown.title} · ${t('versionN', { n: shown.version })}`}</Title>
                <Text maw={760}>{shown.summary}</Text>
                {found?.reason === undefined || found.reason === null ? null : <Text size="sm">{`${t('reason')}: ${found.reason}`}</Text>}
              </div>
              <BeginDraft packageId={packageId} version={shown.version} />
            </Group>
            {found ? <Signatures packageId={packageId} version={found} /> : null}
            <Body view={shown} />
          </>
        )}
      </Read>
    </Stack>
  );
}

function Body({ view }: { view: PackageView }) {
  const t = useText(packageTexts);
  const [, go] = useLocation();
  const [changing, setChanging] = useState<ParameterRow | null>(null);
  const [busy, setBusy] = useState(false);
  const may = useMay('package:draft');
  async function save(override: Override): Promise<void> {
    setBusy(true);
    try {
      const { draftId } = await send<{ draftId: string }>('POST', '/drafts', { packageId: view.packageId, version: view.version });
      await send('POST', `/drafts/${draftId}/override`, { ...override, revision: 1 });
      notifications.show({ message: t('overrideDone'), color: 'teal' });
      go(paths.packageDraft(draftId));
    } catch (error) {
      notifications.show({ message: error instanceof Error ? error.message : String(error), color: 'red', autoClose: 12_000 });
    } finally {
      setBusy(false);
    }
  }
  return (
    <>
      <VersionTabs view={view} change={may ? setChanging : undefined} />
      <OverrideForm parameter={changing} hint={t('overrideHint')} busy={busy} close={() => setChanging(null)} save={(override) => void save(override)} />
    </>
  );
}
