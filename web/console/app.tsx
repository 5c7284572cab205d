/** The frame: who and where on top, pages on the left, one page in the middle. */
import { AppShell, Burger, Button, Group, NavLink, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { lazy, Suspense, useEffect, useRef, type ComponentType } from 'react';
import { Link, Route, Switch, useLocation, useParams } from 'wouter';
import { send } from './api.js';
import { useLanguage, useText } from './language.js';
import { followChanges } from './live.js';
import { pages, type Page } from './pages.js';
import { Loading } from './parts/Loading.js';
import { palette } from './parts/palette/palette-store.js';
import { Shortcuts } from './parts/palette/Shortcuts.js';
import { Standing } from './parts/Standing.js';
import { paths } from './paths.js';
import { useMay, useMe } from './session.js';
import { paletteTexts } from './texts/palette.js';
import { shellTexts } from './texts/shell.js';

export function App() {
  const t = useText(shellTexts);
  const [opened, menu] = useDisclosure();
  const me = useMe();
  const training = me.hospital.kind === 'training';
  const mayFollow = useMay('change:read');
  useEffect(() => (mayFollow ? followChanges() : undefined), [mayFollow]);
  useFocusOnArrival();
  return (
    <AppShell header={{ height: training ? 80 : 56 }} navbar={{ width: 190, breakpoint: 'sm', collapsed: { mobile: !opened } }} padding="md">
      <a className="skip" href="#main">{t('main')}</a>
      <AppShell.Header>
        {training ? <div className="mark" role="note">{t('training')}</div> : null}
        <Group h={56} px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={opened} onClick={menu.toggle} hiddenFrom="sm" size="sm" aria-label={t('menu')} aria-expanded={opened} />
            <Text fw={700} fz="lg" style={{ whiteSpace: 'nowrap' }}>无忧 Wuyou</Text>
          </Group>
          <Group gap="sm" wrap="nowrap"><SearchButton /><Account /></Group>
        </Group>
      </AppShell.Header>
      <Shortcuts />
      <AppShell.Navbar p="xs" aria-label={t('main')}>
        <Navigation close={menu.close} />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        <Standing />
        <Suspense fallback={<Loading />}>
          <Switch>
            {shownPages.map((page) => <Route key={page.path} path={page.path}><Guarded {...page} /></Route>)}
            <Route><Text>{t('nowhere')}</Text></Route>
          </Switch>
        </Suspense>
      </AppShell.Main>
    </AppShell>
  );
}

/** The keyboard follows to the new page, past the frame; a page that points at a field of its own keeps it. */
function useFocusOnArrival(): void {
  const [location] = useLocation();
  const before = useRef(location);
  useEffect(() => {
    if (before.current === location) return;
    before.current = location;
    const main = document.getElementById('main');
    if (main !== null && !main.contains(document.activeElement)) main.focus({ preventScroll: true });
  }, [location]);
}

const shownPages = pages.map(({ path, needs, load }) => ({ path, needs, Shown: lazy(load) }));

/** Another patient, stay or package is another page: nothing that was read, opened or half filled for one is there for the next. */
function Guarded({ needs, Shown }: { needs: Page['needs']; Shown: ComponentType }) {
  const t = useText(shellTexts);
  const ids = useParams();
  return useMe().permissions.includes(needs) ? <Shown key={JSON.stringify(ids)} /> : <Text role="alert">{t('notAllowed')}</Text>;
}

function Navigation({ close }: { close: () => void }) {
  const t = useText(shellTexts);
  const [location] = useLocation();
  const { permissions, hospital } = useMe();
  const shown = pages.filter(({ nav, needs }) => nav !== undefined && permissions.includes(needs));
  return (
    <>
      {shown.map(({ path, nav }) => (
        <NavLink key={path} component={Link} href={path} label={nav ? t(nav) : ''} onClick={close} active={path === '/' ? location === '/' : location.startsWith(path)} aria-current={location === path ? 'page' : undefined} color="wuyou" variant="light" />
      ))}
      {/* A narrow screen has no room for both on top. */}
      <NavLink component={Link} href={paths.account} label={t('account')} onClick={close} hiddenFrom="sm" active={location === paths.account} aria-current={location === paths.account ? 'page' : undefined} color="wuyou" variant="light" mt="md" />
      <NavLink component="button" label={t('signOut')} onClick={leave} hiddenFrom="sm" />
      <NavLink component="a" href="/nurse/" label={t('nurse')} mt="md" />
      {hospital.kind === 'training' ? <NavLink component="a" href="/inbox" label={t('inbox')} /> : null}
      <NavLink component="a" href="/docs" label={t('docs')} />
    </>
  );
}

const leave = (): void => void send('DELETE', '/session', undefined).finally(() => window.location.assign('/sign-in'));

function Account() {
  const t = useText(shellTexts);
  const { language, choose } = useLanguage();
  const { displayName } = useMe();
  return (
    <Group gap="xs" wrap="nowrap">
      <UnstyledButton onClick={() => choose(language === 'en' ? 'zh-CN' : 'en')} lang={language === 'en' ? 'zh-CN' : 'en'} px="xs" mih={32}>{t('language')}</UnstyledButton>
      <UnstyledButton component={Link} href={paths.account} px="xs" mih={32} visibleFrom="sm" aria-label={`${t('account')}: ${displayName}`} style={{ alignContent: 'center', textDecoration: 'underline' }}><Text size="sm" span>{displayName}</Text></UnstyledButton>
      <Button size="xs" variant="default" visibleFrom="sm" onClick={leave}>{t('signOut')}</Button>
    </Group>
  );
}

function SearchButton() {
  const t = useText(paletteTexts);
  // A narrow screen has no such key, and no room for its name.
  return <Button size="xs" variant="default" onClick={palette.open} aria-label={t('open')}>{t('search')}<span className="key-hint">&nbsp;(Ctrl+K)</span></Button>;
}
