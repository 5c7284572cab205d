import { Text } from '@mantine/core';
import type { OutlookFirm } from '../../../../db/read-models/patient-outlook.js';
import { useLanguage, useText } from '../../language.js';
import { oneKindTexts } from '../../texts/care-words.js';
import { patientTexts } from '../../texts/patient.js';
import { roleTexts } from '../../texts/roles.js';
import { sayPurpose, useWords } from '../../words.js';

/** One certain item of the days ahead, in words. */
export function FirmWhat({ item }: { item: OutlookFirm }) {
  const t = useText(patientTexts);
  const { language } = useLanguage();
  const [kind, role] = [useWords(oneKindTexts), useWords(roleTexts)];
  if (item.what === 'message') return <Text size="sm">{[item.label, sayPurpose(item.purpose ?? '', language)].join(' · ')} <Text span c="dark.4">{t('to', { who: role(item.recipient) })}</Text></Text>;
  return <Text size="sm">{kind(item.kind)} · {item.label}{item.bookable ? <Text span fw={700}> {t('needsBooking')}</Text> : null}</Text>;
}
