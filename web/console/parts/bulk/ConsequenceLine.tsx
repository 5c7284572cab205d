/** One thing that follows from an act, in words. */
import type { Consequence } from '../../../../db/bulk/bulk-rows.js';
import { useLanguage, useText } from '../../language.js';
import { useMe } from '../../session.js';
import { bulkTexts } from '../../texts/bulk.js';
import { roleTexts } from '../../texts/roles.js';
import { sayMoment } from '../../when.js';
import { Text } from '../light/light.js';

export function ConsequenceLine({ of }: { of: Consequence }) {
  return <Text size="sm" fw={of.kind === 'outside-window' ? 700 : 400}>{useSaid(of)}</Text>;
}

function useSaid(of: Consequence): string {
  const t = useText(bulkTexts);
  const role = useText(roleTexts);
  const { language } = useLanguage();
  const { zone } = useMe().hospital;
  const purpose = (name: string): string => {
    const key = `purpose-${name}`;
    return key in bulkTexts ? t(key as keyof typeof bulkTexts) : name;
  };
  switch (of.kind) {
    case 'text':
    case 'text-withdrawn':
      return t(of.kind, { recipient: role(of.recipient as keyof typeof roleTexts), purpose: purpose(of.purpose), at: of.at === null ? '' : sayMoment(of.at, language, zone) });
    case 'call':
      return t('call', { role: role(of.role as keyof typeof roleTexts), purpose: purpose(of.purpose) });
    case 'nurse-notice':
      return t('nurse-notice', { name: of.name, notice: t(`notice-${of.notice}` as keyof typeof bulkTexts) });
    case 'asked-again':
      return of.name === null ? t('asked-again-nobody') : t('asked-again', { name: of.name });
    case 'outside-window':
      return t('outside-window', { until: sayMoment(of.until, language, zone) });
  }
}
