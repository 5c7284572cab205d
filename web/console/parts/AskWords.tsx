/** A question for one text: what was done, why not. Enter with Ctrl confirms, Escape leaves. */
import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useText } from '../language.js';
import { partTexts } from '../texts/parts.js';
import { Dialog } from './Dialog.js';
import { Group } from './light/light.js';

type Props = { title: string; label: string; confirm: string; hint?: string; pending: boolean; give: (words: string) => void; close: () => void };

export function AskWords({ title, label, confirm, hint, pending, give, close }: Props) {
  const t = useText(partTexts);
  const [words, write] = useState('');
  const [tried, tryIt] = useState(false);
  const missing = words.trim() === '';
  const submit = (): void => {
    tryIt(true);
    if (!missing) give(words.trim());
  };
  return (
    <Dialog title={title} close={close}>
      <form onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <Textarea data-autofocus label={label} description={hint} withAsterisk autosize minRows={3} maxLength={1000} value={words} error={tried && missing ? t('writeFirst') : null}
          onChange={({ currentTarget }) => write(currentTarget.value)} onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault(); // the page behind has a Ctrl+Enter of its own
            submit();
          }} />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={close}>{t('cancel')}</Button>
          <Button type="submit" loading={pending}>{confirm}</Button>
        </Group>
      </form>
    </Dialog>
  );
}
