/** One's own account: who one is here, where one is signed in, one's password and second factor. */
import { Alert, Paper, Title } from '@mantine/core';
import { useState } from 'react';
import { useLanguage, useText } from '../language.js';
import { useRead } from '../live.js';
import type { MyAccount } from '../parts/account/account.js';
import { PasswordForm } from '../parts/account/PasswordForm.js';
import { SecondFactor } from '../parts/account/SecondFactor.js';
import { Sessions } from '../parts/account/Sessions.js';
import { Stack, Text } from '../parts/light/light.js';
import { Read } from '../parts/Read.js';
import { useMe } from '../session.js';
import { accountTexts } from '../texts/account.js';
import { factorTexts } from '../texts/second-factor.js';
import { roleTexts } from '../texts/roles.js';
import { sayMoment } from '../when.js';
import { wordIn } from '../words.js';

export default function AccountPage() {
  const t = useText(accountTexts);
  const account = useRead<MyAccount>('/my/account', []);
  return (
    <Stack gap="lg">
      <Title order={1}>{t('title')}</Title>
      <Read of={account}>{(of) => <Account of={of} />}</Read>
    </Stack>
  );
}

function Account({ of }: { of: MyAccount }) {
  // What is owed stands first, and stays there when it is done: its codes are shown this once.
  const [first, stay] = useState(false);
  if (of.secondFactor.toSetUp && !first) stay(true);
  return (
    <>
      {of.chooseBy === null ? null : <ToChoose by={of.chooseBy} />}
      {of.chooseBy === null ? null : <PasswordForm account={of} />}
      {of.secondFactor.toSetUp ? <ToSetUp /> : null}
      {first ? <SecondFactor account={of} /> : null}
      <Who of={of} />
      <Sessions sessions={of.sessions} />
      {of.chooseBy === null && of.password === 'own' && !first ? <SecondFactor account={of} /> : null}
      {of.chooseBy !== null ? null : of.password === 'own' ? <PasswordForm account={of} /> : <NoPassword why={of.password} />}
    </>
  );
}

function ToSetUp() {
  const t = useText(factorTexts);
  return <Alert color="orange" variant="outline" role="note">{t('toSetUp')}</Alert>;
}

/** Before everything else, since nothing else opens. */
function ToChoose({ by }: { by: string }) {
  const t = useText(accountTexts);
  const { language } = useLanguage();
  const { zone } = useMe().hospital;
  return <Alert color="orange" variant="outline" role="note">{t('toChoose', { by: sayMoment(by, language, zone) })}</Alert>;
}

function Who({ of: { login, displayName, roles, hospital } }: { of: MyAccount }) {
  const t = useText(accountTexts);
  const { language } = useLanguage();
  const facts = [[t('name'), displayName], [t('login'), login], [t('roles', { n: roles.length }), roles.map((role) => wordIn(roleTexts, role, language)).join(language === 'en' ? ', ' : '、')], [t('hospital'), hospital]];
  return (
    <Paper withBorder p="md">
      <dl className="facts">{facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
    </Paper>
  );
}

function NoPassword({ why }: { why: MyAccount['password'] }) {
  const t = useText(accountTexts);
  return (
    <Stack gap="xs">
      <Title order={2} size="h3">{t('password')}</Title>
      <Text maw={760}>{t(why === 'provider' ? 'byProviderOnly' : 'noPassword')}</Text>
    </Stack>
  );
}
