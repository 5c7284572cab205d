/** Ten codes that are shown this once. They go with their owner's word that she has them, or with the page. */
import { Alert, Button } from '@mantine/core';
import { useText } from '../../language.js';
import { factorTexts } from '../../texts/second-factor.js';
import { Group, Stack, Text } from '../light/light.js';

export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const t = useText(factorTexts);
  return (
    <Alert color="orange" variant="outline" role="note">
      <Stack gap="sm">
        <Text fw={600}>{t('codesTitle')}</Text>
        <Text maw={760}>{t('codesSay')}</Text>
        <ul className="secret-codes" aria-label={t('codesTitle')}>{codes.map((code) => <li key={code}><code className="secret">{code}</code></li>)}</ul>
        <Group><Button onClick={onKept}>{t('kept')}</Button><Button variant="default" onClick={() => globalThis.print()}>{t('print')}</Button></Group>
      </Stack>
    </Alert>
  );
}
