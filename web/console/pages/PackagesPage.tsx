/** Every package that the hospital sells, with its versions and drafts. */
import { Button, Card, Title } from '@mantine/core';
import { Link, useLocation } from 'wouter';
import { useLanguage, useText } from '../language.js';
import { useRead } from '../live.js';
import { useAct } from '../parts/act.js';
import { Anchor, Badge, Group, Stack, Text } from '../parts/light/light.js';
import { Table } from '../parts/light/Table.js';
import { useCatalogue, type CataloguePackage, type CatalogueVersion } from '../parts/packages/catalogue.js';
import { SignedBadge } from '../parts/packages/Signatures.js';
import { Read } from '../parts/Read.js';
import { Wide } from '../parts/Wide.js';
import { paths } from '../paths.js';
import { useMay, useMe } from '../session.js';
import { serviceTexts } from '../texts/care-words.js';
import { packageTexts } from '../texts/packages.js';
import { useWords } from '../words.js';
import { sayMoment } from '../when.js';

type Price = { packageId: string; amount: string; currency: string; example: boolean };

export default function PackagesPage() {
  const t = useText(packageTexts);
  const catalogue = useCatalogue();
  const prices = useRead<{ items: Price[] }>(useMay('price:read') ? '/prices' : null, []);
  return (
    <Stack maw={1300}>
      <Title order={1}>{t('title')}</Title>
      <Text>{t('lead')}</Text>
      <Read of={catalogue}>{({ items }) => items.map((one) => <Package key={one.packageId} of={one} price={prices.data?.items.find(({ packageId }) => packageId === one.packageId)} />)}</Read>
    </Stack>
  );
}

function Package({ of, price }: { of: CataloguePackage; price: Price | undefined }) {
  const t = useText(packageTexts);
  const { language } = useLanguage();
  const service = useWords(serviceTexts);
  const { hospital } = useMe();
  const [newest] = of.versions;
  return (
    <Card withBorder component="section" aria-label={of.title}>
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={2} size="h3">{of.title}</Title>
          <Text maw={760}>{of.summary}</Text>
          <Text size="sm" c="gray.7">{[
            `${t('units')}: ${of.units.length === 0 ? t('noUnits') : of.units.map((unit) => `${service(unit.service)} × ${unit.count}`).join(', ')}`,
            `${t('duration')}: ${t('days', { n: of.durationDays })}`, `${t('price')}: ${sayPrice(price, of, t('priceElsewhere'))}${price?.example === true ? ` (${t('example')})` : ''}`,
          ].join(' · ')}</Text>
        </div>
        {newest ? <BeginDraft packageId={of.packageId} version={newest.version} /> : null}
      </Group>
      <Versions of={of} />
      {of.drafts.map((draft) => (
        <Text key={draft.draftId} size="sm" mt={4}>
          <Anchor component={Link} href={paths.packageDraft(draft.draftId)}>{t('draftOf', { n: draft.baseVersion })}</Anchor>{` · ${t('changed', { name: draft.updatedBy, when: sayMoment(draft.updatedAt, language, hospital.zone) })}`}
        </Text>
      ))}
    </Card>
  );
}

const sayPrice = (price: Price | undefined, { price: listed }: CataloguePackage, otherwise: string): string =>
  price ? `${price.amount} ${price.currency}` : listed ? `${listed.amount} ${listed.currency}` : otherwise;

function Versions({ of }: { of: CataloguePackage }) {
  const t = useText(packageTexts);
  const { language } = useLanguage();
  const { hospital } = useMe();
  const by = ({ publishedBy, publishedAt }: CatalogueVersion): string => t('by', { name: publishedBy ?? t('builtIn'), when: sayMoment(publishedAt, language, hospital.zone) });
  return (
    <Wide label={`${of.title}: ${t('version')}`}>
      <Table mt="xs" verticalSpacing={6}>
        <Table.Thead><Table.Tr>{(['version', 'published', 'reason', 'signed', 'running', 'ended', 'overrides'] as const).map((key) => <Table.Th key={key} scope="col">{t(key)}</Table.Th>)}</Table.Tr></Table.Thead>
        <Table.Tbody>
          {of.versions.map((version) => (
            <Table.Tr key={version.version}>
              <Table.Th scope="row"><Anchor component={Link} href={paths.package(of.packageId, version.version)} aria-label={t('openVersion', { name: of.title, n: version.version })}>{t('versionN', { n: version.version })}</Anchor></Table.Th>
              <Table.Td>{by(version)}</Table.Td>
              <Table.Td maw={300}>{version.reason ?? '–'}</Table.Td>
              <Table.Td><SignedBadge missingSignature={version.missingSignature} /> <Text span size="xs">{t('signers', { n: version.signatures.length })}</Text></Table.Td>
              <Table.Td className="numbers">{version.running}</Table.Td>
              <Table.Td className="numbers">{version.ended}</Table.Td>
              <Table.Td>{version.overrides === 0 ? '–' : <Badge variant="outline" color="#8a3d00">{t('overrideCount', { n: version.overrides })}</Badge>}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Wide>
  );
}

export function BeginDraft({ packageId, version }: { packageId: string; version: number }) {
  const t = useText(packageTexts);
  const [, go] = useLocation();
  const begin = useAct<{ packageId: string; version: number }>({ path: '/drafts', done: t('begun'), then: (answer) => go(paths.packageDraft((answer as { draftId: string }).draftId)) });
  return useMay('package:draft') ? <Button variant="default" loading={begin.isPending} onClick={() => begin.mutate({ packageId, version })}>{t('begin')}</Button> : null;
}
