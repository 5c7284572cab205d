/** What the publisher says about the files as they are typed: each sentence leads to its place. */
import { Alert, List, Loader } from '@mantine/core';
import type { Diagnostic } from '../../../../pathways/schema/source/diagnostic.js';
import { useText } from '../../language.js';
import { draftTexts } from '../../texts/drafts.js';
import { Anchor, Group, Text } from '../light/light.js';
import type { Check } from './use-draft.js';

export function Problems({ check, checking, goTo }: { check: Check | undefined; checking: boolean; goTo: (diagnostic: Diagnostic) => void }) {
  const t = useText(draftTexts);
  const errors = check?.diagnostics.filter(({ severity }) => severity === 'error').length ?? 0;
  const warnings = (check?.diagnostics.length ?? 0) - errors;
  return (
    <div>
      <Group gap="xs" role="status" mih={32}>
        {checking ? <><Loader size="xs" /><Text size="sm">{t('checking')}</Text></> : check === undefined ? null : (
          <Text size="sm" fw={600}>{[check.ok ? t('good') : t('mistakes', { n: errors }), ...(warnings > 0 ? [t('warnings', { n: warnings })] : [])].join(' · ')}</Text>
        )}
      </Group>
      <List size="sm" spacing="xs" styles={{ itemWrapper: { display: 'block' } }}>
        {check?.diagnostics.slice(0, 60).map((one) => (
          <List.Item key={`${one.file}:${one.line}:${one.column}:${one.message}`}>
            <Anchor component="button" type="button" size="sm" onClick={() => goTo(one)}>{`${t(one.severity)}: ${t('goTo', { file: one.file, line: one.line, column: one.column })}`}</Anchor>
            <Text size="sm">{one.message}</Text>
            <Text size="sm" c="gray.7">{t('fix', { fix: one.fix })}</Text>
          </List.Item>
        ))}
      </List>
    </div>
  );
}

export function MustCompile({ check }: { check: Check | undefined }) {
  const t = useText(draftTexts);
  return check !== undefined && !check.ok ? <Alert variant="outline" color="#8a3d00" role="status">{t('mustCompile')}</Alert> : null;
}
