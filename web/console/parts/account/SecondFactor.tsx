/** The second factor of one's own account: whether there is one, and the ways to change it. */
import { Button, Title } from '@mantine/core';
import { useState } from 'react';
import { useLanguage, useText } from '../../language.js';
import { useMe } from '../../session.js';
import { factorTexts } from '../../texts/second-factor.js';
import { sayMoment } from '../../when.js';
import { Group, Stack, Text } from '../light/light.js';
import type { MyAccount } from './account.js';
import { FactorProof } from './FactorProof.js';
import { FactorSetUp } from './FactorSetUp.js';
import { RecoveryCodes } from './RecoveryCodes.js';

type Doing = 'set-up' | 'renew' | 'remove';
/** Fewer, and the page asks for new ones (C). */
const fewCodes = 3;

export function SecondFactor({ account: { login, secondFactor } }: { account: MyAccount }) {
  const t = useText(factorTexts);
  const { language } = useLanguage();
  const { zone } = useMe().hospital;
  const [doing, begin] = useState<Doing | null>(secondFactor.toSetUp ? 'set-up' : null);
  // Shown once, so they stay until their owner says that she has them, whatever else the page reads anew.
  const [codes, show] = useState<readonly string[] | null>(null);
  const { since, recoveryCodes, demanded } = secondFactor;
  const done = (made: readonly string[] | null): void => {
    begin(null);
    show(made);
  };
  const ways: [Doing, string][] = since === null ? [['set-up', t('setUp')]] : [['set-up', t('replace')], ['renew', t('renew')], ...(demanded ? [] : [['remove', t('remove')] as [Doing, string]])];
  return (
    <Stack gap="xs" component="section" aria-labelledby="second-factor">
      <Title order={2} size="h3" id="second-factor">{t('title')}</Title>
      <Text maw={760}>{since === null ? t('none') : t('since', { at: sayMoment(since, language, zone) })}</Text>
      {since === null ? <Text maw={760}>{t('what')}</Text> : <Text maw={760} fw={recoveryCodes < fewCodes ? 600 : 400}>{t('left', { n: recoveryCodes })}</Text>}
      {codes !== null ? <RecoveryCodes codes={codes} onKept={() => show(null)} />
        : doing === 'set-up' ? <FactorSetUp login={login} has={since !== null} onDone={done} onLeave={() => begin(null)} />
        : doing !== null ? <FactorProof key={doing} login={login} has path={doing === 'renew' ? 'recovery-codes' : 'removal'} says={t(doing === 'renew' ? 'renewSays' : 'removeSays')} act={t(doing)}
            onDone={(answer: { recoveryCodes?: string[] }) => done(answer.recoveryCodes ?? null)} onLeave={() => begin(null)} />
        : <Group>{ways.map(([way, label]) => <Button key={way} variant={since === null ? 'filled' : 'default'} onClick={() => begin(way)}>{label}</Button>)}</Group>}
    </Stack>
  );
}
