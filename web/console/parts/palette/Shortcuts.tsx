/** Keys that work on every page, and the list of them on `?`. They rest while somebody writes. */
import { Kbd } from '@mantine/core';
import { useSpotlight } from '@mantine/spotlight';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { useLanguage, useText } from '../../language.js';
import { paths } from '../../paths.js';
import { useMay } from '../../session.js';
import { paletteTexts } from '../../texts/palette.js';
import { Dialog } from '../Dialog.js';
import { Table } from '../light/Table.js';
import { palette, paletteStore } from './palette-store.js';
import { topCase } from './top-case.js';

// Opened by a key or a click, with its search inside: not what the first page waits for.
const Palette = lazy(async () => ({ default: (await import('./Palette.js')).Palette }));

/** `g` waits so long for the key that says where. */
const sequenceMs = 1_500;
const writes = (target: EventTarget | null): boolean => target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

export function Shortcuts() {
  const [shown, show] = useState(false);
  const { language } = useLanguage();
  const [, go] = useLocation();
  const [mayCases, mayDowntime] = [useMay('escalation:read'), useMay('message:reveal')];
  const [mayDischarges, mayEnter] = [useMay('discharge:read'), useMay('discharge:write')];
  const { opened } = useSpotlight(paletteStore);
  const [wanted, want] = useState(false);
  if (opened && !wanted) want(true);
  useEffect(() => {
    let begun = 0;
    const press = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k' && !writes(event.target)) {
        event.preventDefault(); // or the browser goes to its own search
        return palette.open();
      }
      if (event.ctrlKey || event.metaKey || event.altKey || writes(event.target) || document.querySelector('[role="dialog"]') !== null) return;
      const follows = event.timeStamp - begun < sequenceMs;
      begun = 0;
      if (event.key === '?') return show(true);
      if (event.key === 'g') begun = event.timeStamp;
      else if (follows && event.key === 'w') go(paths.worklist);
      else if (follows && event.key === 'h' && mayCases) go(paths.handover);
      else if (follows && event.key === 'd' && mayDowntime) go(paths.downtime);
      else if (follows && event.key === 'l' && mayDischarges) go(paths.discharges);
      else if (follows && event.key === 'n' && mayEnter) {
        event.preventDefault(); // or the letter would be typed into the first field
        go(paths.newDischarge);
      } else if (follows && event.key === 't' && mayCases) void topCase(language).then((top) => (top === null ? undefined : go(paths.case(top.escalationId))), () => undefined);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [go, language, mayCases, mayDischarges, mayDowntime, mayEnter]);
  return (
    <>
      {wanted ? <Suspense fallback={null}><Palette help={() => show(true)} /></Suspense> : null}
      {shown ? <List close={() => show(false)} /> : null}
    </>
  );
}

function List({ close }: { close: () => void }) {
  const t = useText(paletteTexts);
  const rows: readonly (readonly [keys: readonly string[], what: string])[] = [
    [['Ctrl + K'], t('keyPalette')], [['?'], t('keyHelp')], [['g', 'w'], t('keyCases')], [['g', 't'], t('keyTop')], [['g', 'h'], t('keyHandover')], [['g', 'd'], t('keyDowntime')], [['g', 'l'], t('keyDischarges')], [['g', 'n'], t('keyNew')],
    [['Esc'], t('keyEscape')], [['Ctrl + Enter'], t('keySubmit')],
  ];
  return (
    <Dialog title={t('shortcuts')} close={close} size="lg">
      <Table>
        <Table.Thead><Table.Tr><Table.Th scope="col">{t('key')}</Table.Th><Table.Th scope="col">{t('does')}</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>{rows.map(([keys, what]) => <Table.Tr key={what}><Table.Td>{keys.map((key) => <Kbd key={key} mr={4}>{key}</Kbd>)}</Table.Td><Table.Td>{what}</Table.Td></Table.Tr>)}</Table.Tbody>
      </Table>
    </Dialog>
  );
}
