/** Something opened beside the page. Composed by hand, because the library's own header would count as a second banner of the page. */
import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../language.js';
import { partTexts } from '../texts/parts.js';
import { Group } from './light/light.js';

export function SidePanel({ title, close, width = 680, children }: { title: string; close: () => void; width?: number; children: ReactNode }) {
  const t = useText(partTexts);
  return (
    <Drawer.Root opened onClose={close} position="right" size={width}>
      <Drawer.Overlay />
      <Drawer.Content>
        <Group justify="space-between" wrap="nowrap" p="md" pb="xs" className="panel-head">
          <Drawer.Title fw={700} fz="lg">{title}</Drawer.Title>
          <Drawer.CloseButton aria-label={t('close')} />
        </Group>
        <Drawer.Body>{children}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
