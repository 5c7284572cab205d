/** Who opened the record of a patient outside their care team, and whether it was justified (ADR 0096). What waits for a review stands first. */
import { Button, Title } from '@mantine/core';
import { useState } from 'react';
import type { EmergencyAccess } from '../../../db/care-team/emergency.js';
import { useText } from '../language.js';
import { lookAgainMs, useRead } from '../live.js';
import { AccessRow } from '../parts/emergency/AccessRow.js';
import { useFocusKept } from '../parts/focus-kept.js';
import { Group, Stack, Text } from '../parts/light/light.js';
import { Read } from '../parts/Read.js';
import { emergencyTexts } from '../texts/care-team.js';

/** Reviewed ones shown at once; each row reads its patient's name. */
const shownAtOnce = 20;

export default function EmergencyAccessPage() {
  const t = useText(emergencyTexts);
  const all = useRead<{ items: EmergencyAccess[] }>('/emergency-access?state=all', ['staff'], { refetchInterval: lookAgainMs });
  return (
    <Stack maw={900}>
      <Title order={1}>{t('title')}</Title>
      <Text>{t('reviewLead')}</Text>
      <Read of={all}>{({ items }) => <Lists waiting={items.filter(({ verdict }) => verdict === null)} reviewed={items.filter(({ verdict }) => verdict !== null)} />}</Read>
    </Stack>
  );
}

function Lists({ waiting, reviewed }: { waiting: readonly EmergencyAccess[]; reviewed: readonly EmergencyAccess[] }) {
  const t = useText(emergencyTexts);
  const heading = useFocusKept(waiting.length);
  const [shown, show] = useState(shownAtOnce);
  return (
    <>
      <Title order={2} size="h4" ref={heading} tabIndex={-1}>{t('waiting', { n: waiting.length })}</Title>
      {waiting.length === 0 ? <Text>{t('noneWaiting')}</Text> : <Rows label={t('waiting', { n: waiting.length })} of={waiting} />}
      <Title order={2} size="h4">{t('reviewed')}</Title>
      {reviewed.length === 0 ? <Text>{t('noneReviewed')}</Text> : <Rows label={t('reviewed')} of={reviewed.slice(0, shown)} />}
      {reviewed.length > shown ? <Group><Button variant="default" onClick={() => show(shown + shownAtOnce)}>{t('more')}</Button></Group> : null}
    </>
  );
}

const Rows = ({ label, of }: { label: string; of: readonly EmergencyAccess[] }) => <ul className="rows" aria-label={label}>{of.map((one) => <AccessRow key={one.emergencyAccessId} of={one} />)}</ul>;
