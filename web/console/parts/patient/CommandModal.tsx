/** Before anything is done: the form, what the engine says will happen, and only then the button. Grave commands ask twice. */
import { Alert, Button, Checkbox, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState, type ReactNode } from 'react';
import { useText } from '../../language.js';
import { patientActTexts } from '../../texts/patient.js';
import { useAct } from '../act.js';
import { Dialog } from '../Dialog.js';
import { Group, Stack } from '../light/light.js';
import { usePreview, type Command } from './command.js';
import { PreviewList } from './PreviewList.js';

type Props = { title: string; command: Command; close: () => void; children?: ReactNode; /** What is said before the second question; absent: one click is enough. */ grave?: { warning: string; sure: string; once: string; twice: string } };

export function CommandModal({ title, command, close, children, grave }: Props) {
  const a = useText(patientActTexts);
  const preview = usePreview(command);
  const [asked, askAgain] = useState(false);
  const [sure, setSure] = useState(false);
  const act = useAct<Record<string, unknown>>({
    path: command.path, done: null,
    then: (answer) => {
      const stored = typeof answer === 'object' && answer !== null && 'state' in answer && answer.state === 'accepted';
      notifications.show({ message: a(stored ? 'accepted' : 'done'), color: 'teal' });
      close();
    },
  });
  const refused = preview.data?.items[0]?.refusal !== null;
  const ready = command.input !== null && preview.isSuccess && !refused;
  const give = (): void => {
    if (command.input !== null) act.mutate(command.input);
  };
  return (
    <Dialog title={title} close={close} size="lg">
      <Stack>
        {children}
        <Title order={3} fz="sm">{a('preview')}</Title>
        <PreviewList command={command} preview={preview} />
        {grave !== undefined && asked ? (
          <Alert color="red" variant="outline" role="alert">
            <p style={{ marginTop: 0, fontWeight: 700 }}>{grave.warning}</p>
            <Checkbox label={grave.sure} checked={sure} onChange={({ currentTarget }) => setSure(currentTarget.checked)} />
          </Alert>
        ) : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>{a('cancel')}</Button>
          {grave === undefined ? <Button disabled={!ready} loading={act.isPending} onClick={give}>{a('confirm')}</Button>
            : asked ? <Button color="red.9" disabled={!ready || !sure} loading={act.isPending} onClick={give}>{grave.twice}</Button>
              : <Button color="red.9" variant="outline" disabled={!ready} onClick={() => askAgain(true)}>{grave.once}</Button>}
        </Group>
      </Stack>
    </Dialog>
  );
}
