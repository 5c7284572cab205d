/** Confirmed visits whose person may not make them on that day: a certificate runs out, a skill was taken back. Nothing when all is well. */
import { Alert } from '@mantine/core';
import type { UnfitVisit } from '../../../../db/visits/unfit-visits.js';
import { useText } from '../../language.js';
import { useRead } from '../../live.js';
import { rosterTexts } from '../../texts/roster.js';
import { UnfitList } from './Effects.js';

export function Unqualified() {
  const t = useText(rosterTexts);
  const found = useRead<{ items: UnfitVisit[] }>('/staff/unqualified-visits', ['staff', 'visit', 'offer']);
  const items = found.data?.items ?? [];
  return items.length === 0 ? null : <Alert variant="outline" color="#b3170f" title={t('unqualified')} role="status"><UnfitList items={items} named /></Alert>;
}
