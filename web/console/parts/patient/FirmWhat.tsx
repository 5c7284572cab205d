import { useLanguage, useText } from '../../language.js';
import { channelTexts, oneKindTexts } from '../../texts/care-words.js';
import { patientTexts } from '../../texts/patient.js';
import { roleTexts } from '../../texts/roles.js';
import { sayPurpose } from '../../../../pathways/chart/purpose-words.js';
import { useWords } from '../../words.js';
import { Text } from '../light/light.js';
import type { FirmItem } from './firm.js';

/** One certain item of the days ahead, in words. */
export function FirmWhat({ item }: { item: FirmItem }) {
  const t = useText(patientTexts);
  const { language } = useLanguage();
  const [kind, role, channel] = [useWords(oneKindTexts), useWords(roleTexts), useWords(channelTexts)];
  if (item.what === 'message') return <Text size="sm">{[...new Set([item.label, sayPurpose(item.purpose ?? '', language)])].join(' · ')} <Text span c="dark.4">{t('to', { who: role(item.recipient) })}</Text></Text>;
  return <Text size="sm">{[...new Set([kind(item.kind), item.label])].join(' · ')}{item.by.length === 0 ? null : <Text span c="dark.4"> {item.by.map(channel).join(' → ')}</Text>}{item.bookable ? <Text span fw={700}> {t('needsBooking')}</Text> : null}</Text>;
}
