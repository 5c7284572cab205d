/** Ctrl+K: patients, pages, and the two acts that cannot wait for a mouse. Only what the reader may do is offered. */
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { Spotlight } from '@mantine/spotlight';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { send } from '../../api.js';
import { useLanguage, useText } from '../../language.js';
import { readAgain, useFoundPatients } from '../../live.js';
import { pages } from '../../pages.js';
import { paths } from '../../paths.js';
import { useMay, useMe } from '../../session.js';
import { paletteTexts } from '../../texts/palette.js';
import { shellTexts } from '../../texts/shell.js';
import { casePath } from '../case/case-path.js';
import { mayAct } from '../case/may-act.js';
import { Text } from '../light/light.js';
import { fullName } from '../person.js';
import { paletteStore } from './palette-store.js';
import { topCase } from './top-case.js';

const typedMs = 200;
type Action = { id: string; label: string; run: () => void };

export function Palette({ help }: { help: () => void }) {
  const t = useText(paletteTexts);
  const [query, type] = useState('');
  const [settled] = useDebouncedValue(query.trim(), typedMs);
  const maySearch = useMay('patient:read');
  const [, go] = useLocation();
  const found = useFoundPatients(maySearch ? settled : '', ['patient']);
  // Who was found by other words is not who is meant by these: Enter opens the first.
  const patients = settled.length === 0 || settled !== query.trim() ? [] : (found.data?.items ?? []);
  const fits = ({ label }: Action): boolean => label.toLowerCase().includes(query.trim().toLowerCase());
  const [places, acts] = [usePlaces().filter(fits), useActs(help).filter(fits)];
  return (
    <Spotlight.Root store={paletteStore} query={query} onQueryChange={type} shortcut={null} scrollable maxHeight={460} attributes={{ content: { 'aria-label': t('open') } }}>
      <Spotlight.Search placeholder={t('placeholder')} aria-label={t('placeholder')} />
      <Spotlight.ActionsList>
        {patients.length === 0 ? null : (
          <Spotlight.ActionsGroup label={t('patients')}>
            {patients.map((one) => (
              <Spotlight.Action key={one.patientId} onClick={() => go(paths.patient(one.patientId))}>
                <Text>{`${fullName(one)} ${one.birthDate ?? ''} ${one.phone ?? ''} ${one.stayRef ?? ''}`.trim()}</Text>
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        )}
        <Group label={t('acts')} actions={acts} />
        <Group label={t('pages')} actions={places} />
        {patients.length + acts.length + places.length === 0 ? <Spotlight.Empty>{t('nothing')}</Spotlight.Empty> : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

const Group = ({ label, actions }: { label: string; actions: readonly Action[] }) => actions.length === 0 ? null : (
  <Spotlight.ActionsGroup label={label}>{actions.map((one) => <Spotlight.Action key={one.id} onClick={one.run}><Text>{one.label}</Text></Spotlight.Action>)}</Spotlight.ActionsGroup>
);

function usePlaces(): Action[] {
  const t = useText(paletteTexts);
  const shell = useText(shellTexts);
  const { permissions } = useMe();
  const [, go] = useLocation();
  const own = { '/handover': 'handover', '/bulk': 'bulk', '/downtime': 'downtime', '/discharges/new': 'newDischarge', '/discharges/import': 'importDischarges' } as const;
  const nameOf = (path: string, nav: keyof typeof shellTexts | undefined): string | null => {
    const key = Object.entries(own).find(([known]) => known === path)?.[1];
    return key !== undefined ? t(key) : nav === undefined ? null : shell(nav);
  };
  return pages.flatMap(({ path, nav, needs }) => {
    const label = nameOf(path, nav);
    return label === null || !permissions.includes(needs) ? [] : [{ id: path, label, run: () => go(path) }];
  });
}

function useActs(help: () => void): Action[] {
  const t = useText(paletteTexts);
  const { language, choose } = useLanguage();
  const [, go] = useLocation();
  const [mayRead, mayActOn] = [useMay('escalation:read'), useMay('escalation:act')];
  const say = (message: string, color: string): string => notifications.show({ message, color });
  const failed = (error: unknown): string => say(error instanceof Error ? error.message : String(error), 'red');
  const openTop = async (): Promise<void> => {
    const top = await topCase(language);
    if (top === null) say(t('noCase'), 'gray');
    else go(paths.case(top.escalationId));
  };
  const acknowledgeTop = async (): Promise<void> => {
    const top = await topCase(language);
    if (top === null) return void say(t('noCase'), 'gray');
    if (mayAct('acknowledge', top) !== null) return void say(t('ackedAlready'), 'gray');
    await send('POST', `${casePath(top.escalationId)}/acknowledge`, {});
    say(t('acked', { patient: fullName(top) }), 'teal');
    await readAgain();
    go(paths.case(top.escalationId));
  };
  return [
    ...(mayRead ? [{ id: 'open-top', label: t('openTop'), run: () => void openTop().catch(failed) }] : []),
    ...(mayActOn ? [{ id: 'ack-top', label: t('ackTop'), run: () => void acknowledgeTop().catch(failed) }] : []),
    { id: 'language', label: t('switchLanguage'), run: () => choose(language === 'en' ? 'zh-CN' : 'en') },
    { id: 'shortcuts', label: t('shortcuts'), run: help },
  ];
}
