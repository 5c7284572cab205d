/** Where a number comes from: the mark itself, and in a word what kind of source it is. A department's own number stands out. */
import { saySource } from '../../../../pathways/outline/source-words.js';
import { useLanguage, useText } from '../../language.js';
import { packageTexts } from '../../texts/packages.js';
import { Badge, Text } from '../light/light.js';

export function SourceMark({ source }: { source: string }) {
  const t = useText(packageTexts);
  const { language } = useLanguage();
  if (source.startsWith('override: ')) {
    return (
      <>
        <Badge size="sm" variant="outline" color="#8a3d00" miw="max-content">{t('overrideMark')}</Badge>
        <Text span size="xs">{` ${source.slice('override: '.length)}`}</Text>
      </>
    );
  }
  return <Text span size="xs">{saySource(source, language)}</Text>;
}
