import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { WorklistCase } from '../../../../db/read-models/worklist-cases.js';
import type { CaseNote } from '../../../../db/worklist/notes.js';
import { useLanguage, useText } from '../../language.js';
import { useMay, useMe } from '../../session.js';
import { caseTexts } from '../../texts/case.js';
import { sayMoment } from '../../when.js';
import { useAct } from '../act.js';
import { Group, Stack, Text } from '../light/light.js';
import { casePath } from './case-path.js';

/** What colleagues told each other, oldest first, and room for one more. */
export function CaseNotes({ of, notes }: { of: WorklistCase; notes: readonly CaseNote[] }) {
  const t = useText(caseTexts);
  const { language } = useLanguage();
  const { zone } = useMe().hospital;
  const may = useMay('escalation:act');
  const [text, write] = useState('');
  const add = useAct<{ text: string }>({ path: `${casePath(of.escalationId)}/notes`, done: t('noteDone'), then: (_, sent) => write((now) => (now.trim() === sent.text ? '' : now)) });
  return (
    <Stack gap="sm">
      {notes.length === 0 ? <Text size="sm">{t('noNotes')}</Text> : notes.map((note) => (
        <Stack key={note.noteId} gap={0}>
          <Text style={{ whiteSpace: 'pre-wrap' }}>{note.text}</Text>
          <Text size="xs" c="dark.4">{`${note.byName} · ${sayMoment(note.at, language, zone)}`}</Text>
        </Stack>
      ))}
      {may ? (
        <form onSubmit={(event) => { event.preventDefault(); if (text.trim() !== '') add.mutate({ text: text.trim() }); }}>
          <Textarea label={t('addNote')} value={text} onChange={({ currentTarget }) => write(currentTarget.value)} autosize minRows={2} maxLength={4000} />
          <Group justify="flex-end" mt="xs"><Button type="submit" variant="default" loading={add.isPending} disabled={text.trim() === ''}>{t('noteAdd')}</Button></Group>
        </form>
      ) : null}
    </Stack>
  );
}
