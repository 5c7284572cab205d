/**
 * How this page stands with the server, said on top of every page: not live, or nobody signed in any more. What was pressed after the session ended is
 * said by a dialog in front, because somebody counts on it; everything else would take the field away from whoever is writing.
 */
import { Button, Modal } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useLanguage, useText } from '../language.js';
import { lookNow, queryClient, useSilence } from '../live.js';
import { inServerTime } from '../now.js';
import { useMe } from '../session.js';
import { dismissNotTaken, signedIn, signInPath, useSignedIn } from '../signed-in.js';
import { partTexts } from '../texts/parts.js';
import { shellTexts } from '../texts/shell.js';
import { sayMoment } from '../when.js';
import { Group, Stack, Text } from './light/light.js';

export function Standing() {
  const { over, notTaken } = useSignedIn();
  useEscape();
  return (
    <>
      {over ? <SessionOver /> : <NotLive />}
      {notTaken ? <NotTaken over={over} /> : null}
    </>
  );
}

/** Escape closes the question in front alone, and not the form behind it with what is written there: heard here before any form that was opened later. */
function useEscape(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || !signedIn().notTaken) return;
      event.stopImmediatePropagation();
      dismissNotTaken();
    };
    window.addEventListener('keydown', press, { capture: true });
    return () => window.removeEventListener('keydown', press, { capture: true });
  }, []);
}

function SessionOver() {
  const t = useText(shellTexts);
  // Whoever comes back from signing in sees at once that it worked.
  useEffect(() => {
    const ask = (): void => void queryClient.invalidateQueries({ queryKey: ['/session'] });
    window.addEventListener('focus', ask);
    return () => window.removeEventListener('focus', ask);
  }, []);
  return <div className="standing" role="alert"><Text>{t('over')}</Text><SignInElsewhere /></div>;
}

/** Beside this page, which keeps what is written on it. */
function SignInElsewhere() {
  const t = useText(shellTexts);
  return <Button component="a" size="xs" href={signInPath()} target="_blank">{t('signInElsewhere')}</Button>;
}

function NotLive() {
  const t = useText(shellTexts);
  const { language } = useLanguage();
  const { zone } = useMe().hospital;
  const since = useSilence();
  if (since === null) return null;
  return <div className="standing" role="status"><Text>{t('notLive', { at: sayMoment(inServerTime(since), language, zone) })}</Text><Button size="xs" variant="default" onClick={lookNow}>{t('again')}</Button></div>;
}

/** In front of every other question of the page. */
const layer = 500;

function NotTaken({ over }: { over: boolean }) {
  const t = useText(shellTexts);
  const parts = useText(partTexts);
  const { displayName } = useMe();
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!over) close.current?.focus(); // the link that had the focus is gone
  }, [over]);
  return (
    <Modal.Root opened onClose={dismissNotTaken} zIndex={layer} closeOnEscape={false}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body>
          <Stack>
            <Modal.Title fw={700} fz="lg">{t('notTaken')}</Modal.Title>
            <Text aria-live="polite">{over ? t('notTakenWhy') : t('backAs', { name: displayName })}</Text>
            <Group justify="flex-end">
              {over ? <Button component="a" href={signInPath()} target="_blank">{t('signInElsewhere')}</Button> : null}
              <Button ref={close} variant={over ? 'default' : 'filled'} onClick={dismissNotTaken}>{parts('close')}</Button>
            </Group>
          </Stack>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
