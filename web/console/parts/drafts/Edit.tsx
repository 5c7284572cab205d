/** The files of a draft in an editor, with the publisher's verdict beside it. */
import { Button, Grid, Select } from '@mantine/core';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { Diagnostic } from '../../../../pathways/schema/source/diagnostic.js';
import { useText } from '../../language.js';
import { draftTexts } from '../../texts/drafts.js';
import { Group, Text } from '../light/light.js';
import { Loading } from '../Loading.js';
import { Problems } from './Problems.js';
import type { Editing } from './use-draft.js';
import type { Target } from './YamlEditor.js';

const YamlEditor = lazy(() => import('./YamlEditor.js'));
const isText = (path: string): boolean => path.endsWith('.yaml');

export function Edit({ editing, main, readOnly }: { editing: Editing; main: string; readOnly: boolean }) {
  const t = useText(draftTexts);
  const [path, setPath] = useState(main);
  const [target, setTarget] = useState<Target | null>(null);
  const paths = editing.files.map((file) => file.path).filter(isText).sort((a, b) => Number(a !== main) - Number(b !== main) || a.localeCompare(b));
  const text = editing.files.find((file) => file.path === path)?.text ?? '';
  const found = editing.check?.diagnostics;
  const here = useMemo(() => (found ?? []).filter(({ file }) => file === path), [found, path]);
  function goTo({ file, line, column }: Diagnostic): void {
    setPath(file);
    setTarget((before) => ({ line, column, asked: (before?.asked ?? 0) + 1 }));
  }
  return (
    <Grid>
      <Grid.Col span={{ base: 12, lg: 8 }}>
        <Group justify="space-between" align="flex-end" mb="xs">
          <Select label={t('files')} data={paths} value={path} onChange={(chosen) => { if (chosen !== null) { setPath(chosen); setTarget(null); } }} allowDeselect={false} searchable w={360} />
          {readOnly ? null : (
            <Group gap="xs">
              <Text size="sm" role="status">{editing.dirty ? t('unsaved') : t('nothingUnsaved')}</Text>
              <Button onClick={editing.save} disabled={!editing.dirty} loading={editing.saving}>{t('save')}</Button>
            </Group>
          )}
        </Group>
        <div style={{ border: '1px solid #868e96' }}>
          <Suspense fallback={<Loading />}>
            <YamlEditor path={path} text={text} label={t('editorLabel', { path })} readOnly={readOnly} diagnostics={here} target={target} write={(changed) => editing.write(path, changed)} />
          </Suspense>
        </div>
        <Text size="xs" c="gray.7" mt={4}>{t('keyboard')}</Text>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 4 }}>
        <Problems check={editing.check} checking={editing.checking} goTo={goTo} />
      </Grid.Col>
    </Grid>
  );
}
