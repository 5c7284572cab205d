/** To whom a visit is offered, and how long they have; `answer` in wall time, for an offer knows no training clock. */
import type { OpenOffer } from '../../../../db/visits/open-offers.js';
import { useText } from '../../language.js';
import { visitTexts } from '../../texts/visits.js';
import { Text } from '../light/light.js';
import { Remaining } from '../Remaining.js';

export function Offers({ of }: { of: readonly OpenOffer[] }) {
  const t = useText(visitTexts);
  if (of.length === 0) return <Text size="xs" c="dark.4">{t('toBeOffered')}</Text>;
  return <>{of.map(({ displayName, expiresAt }) => <Text key={displayName} size="xs" c="dark.6">{t('offeredTo', { name: displayName })} · <Remaining wall={expiresAt} what="answer" size="xs" /></Text>)}</>;
}
