import { Center, Loader, Text } from '@mantine/core';
import { useText } from '../language.js';
import { shellTexts } from '../texts/shell.js';

export function Loading() {
  const t = useText(shellTexts);
  return (
    <Center mih={160} role="status">
      <Loader size="sm" mr="sm" />
      <Text>{t('loading')}</Text>
    </Center>
  );
}
