/** Something is on its way. The mark `aria-busy` stands beside the words, not around them: around them it would silence them. */
import { Center, Loader } from '@mantine/core';
import { useText } from '../language.js';
import { shellTexts } from '../texts/shell.js';
import { Text } from './light/light.js';

export function Loading() {
  const t = useText(shellTexts);
  return (
    <Center mih={160} role="status">
      <Loader size="sm" mr="sm" aria-hidden="true" aria-busy="true" />
      <Text>{t('loading')}</Text>
    </Center>
  );
}
