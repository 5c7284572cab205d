/** One numbered part of the launch page; Alt and its number brings the keyboard here. */
import { Card, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../../language.js';
import { launchTexts } from '../../texts/launch.js';

export const partNumbers = [1, 2, 3, 4, 5, 6, 7] as const;
export type PartNumber = (typeof partNumbers)[number];
export const partId = (n: number): string => `part-${n}`;

export const focusPart = (n: number): void => {
  const heading = document.getElementById(partId(n));
  heading?.scrollIntoView({ block: 'start' });
  heading?.focus({ preventScroll: true });
};

export function Part({ n, children }: { n: PartNumber; children: ReactNode }) {
  const t = useText(launchTexts);
  return (
    <Card withBorder component="section" aria-labelledby={partId(n)} style={{ overflow: 'visible' }}>
      <Title order={2} size="h4" id={partId(n)} tabIndex={-1} mb="xs" style={{ scrollMarginTop: 96 }}>{`${n} ${t(`part${n}`)}`}</Title>
      {children}
    </Card>
  );
}
