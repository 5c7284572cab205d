/** Who signed a version, what is missing, and signing it oneself. */
import { Button } from '@mantine/core';
import { Badge, Group, Stack, Text } from '../light/light.js';
import type { CatalogueVersion } from './catalogue.js';
import { useLanguage, useText } from '../../language.js';
import { useAct } from '../act.js';
import { useMay, useMe } from '../../session.js';
import { packageTexts } from '../../texts/packages.js';
import { roleTexts } from '../../texts/roles.js';
import { sayMoment } from '../../when.js';

export function SignedBadge({ missingSignature }: Pick<CatalogueVersion, 'missingSignature'>) {
  const t = useText(packageTexts);
  return missingSignature === null ? <Badge variant="outline" color="teal.9">{t('complete')}</Badge> : <Badge variant="outline" color="#8a3d00">{t('incomplete')}</Badge>;
}

export function Signatures({ packageId, version }: { packageId: string; version: CatalogueVersion }) {
  const t = useText(packageTexts);
  const role = useText(roleTexts);
  const { language } = useLanguage();
  const { accountId, hospital } = useMe();
  const may = useMay('package:sign');
  const sign = useAct<Record<string, never>>({ path: `/packages/${packageId}/versions/${version.version}/signatures`, done: t('signedNow') });
  const mine = version.signatures.some((one) => one.accountId === accountId);
  return (
    <Stack gap="xs">
      <Group gap="sm"><SignedBadge missingSignature={version.missingSignature} />{version.signatures.map((one) => <Text key={one.accountId} size="sm">{`${one.displayName} (${one.role in roleTexts ? role(one.role as keyof typeof roleTexts) : one.role}) ${sayMoment(one.signedAt, language, hospital.zone)}`}</Text>)}</Group>
      {version.missingSignature === null ? null : <Text size="sm" c="gray.7">{t('signHint')}</Text>}
      {mine ? <Text size="sm">{t('alreadySigned')}</Text> : may ? <Group><Button size="xs" loading={sign.isPending} onClick={() => sign.mutate({})}>{t('sign')}</Button></Group> : null}
    </Stack>
  );
}
