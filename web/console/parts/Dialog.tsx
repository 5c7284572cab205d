/** A question in front of the page. Composed by hand, because the library's own header would count as a second banner of the page. */
import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../language.js';
import { partTexts } from '../texts/parts.js';
import { Group } from './light/light.js';

/** Above side panels, and below its own drop-downs (`inFront`). */
const layer = 300;
/** `comboboxProps` of a Select inside a dialog or side panel. */
export const inFront = { zIndex: layer + 100 };

type Props = { title: string; close: () => void; size?: 'sm' | 'md' | 'lg' | 'xl'; children: ReactNode };

export function Dialog({ title, close, size = 'md', children }: Props) {
  const t = useText(partTexts);
  return (
    <Modal.Root opened onClose={close} size={size} zIndex={layer}>
      <Modal.Overlay />
      <Modal.Content>
        <Group justify="space-between" wrap="nowrap" p="md" pb={0}>
          <Modal.Title fw={700} fz="lg">{title}</Modal.Title>
          <Modal.CloseButton aria-label={t('close')} />
        </Group>
        <Modal.Body pt="sm">{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
