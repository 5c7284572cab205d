/** Setting a second factor up: the password, then the picture for the app, then a code of it as the proof that the app has it. */
import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { renderSVG } from 'uqr';
import { send } from '../../api.js';
import { useText } from '../../language.js';
import { readAgain } from '../../live.js';
import { factorTexts } from '../../texts/second-factor.js';
import { Group, Stack, Text } from '../light/light.js';
import { FactorProof, saidAt } from './FactorProof.js';

type Offer = { secret: string; address: string };

export function FactorSetUp({ login, has, onDone, onLeave }: { login: string; has: boolean; onDone: (codes: readonly string[]) => void; onLeave: () => void }) {
  const t = useText(factorTexts);
  const [offer, take] = useState<Offer | null>(null);
  if (offer === null) return <FactorProof<Offer> login={login} has={has} path="offer" says={t(has ? 'replaceSays' : 'setUpSays')} act={t('next')} onDone={take} onLeave={onLeave} />;
  return <ReadByApp offer={offer} onDone={onDone} onLeave={onLeave} />;
}

function ReadByApp({ offer: { secret, address }, onDone, onLeave }: { offer: Offer; onDone: (codes: readonly string[]) => void; onLeave: () => void }) {
  const t = useText(factorTexts);
  const [code, write] = useState('');
  const [tried, tryIt] = useState(false);
  const confirm = useMutation({
    gcTime: 0,
    mutationFn: () => send<{ recoveryCodes: string[] }>('PUT', '/my/second-factor', { code }),
    onSuccess: ({ recoveryCodes }) => {
      onDone(recoveryCodes);
      void readAgain();
    },
  });
  const error = (tried && code.trim() === '' && t('typeCode')) || saidAt(confirm.error, '/code');
  const picture = `data:image/svg+xml,${encodeURIComponent(renderSVG(address, { ecc: 'L', border: 4 }))}`;
  return (
    <form noValidate onSubmit={(event) => {
      event.preventDefault();
      tryIt(true);
      if (code.trim() !== '') confirm.mutate();
    }}>
      <Stack gap="sm">
        <Text maw={760}>{t('scan')}</Text>
        <img src={picture} alt={t('picture')} width={260} height={260} />
        <Text maw={760}>{t('orType')}</Text>
        <Text><code className="secret">{(secret.match(/.{1,4}/g) ?? []).join(' ')}</code></Text>
        <TextInput label={t('codeOfApp')} value={code} inputMode="numeric" autoComplete="one-time-code" required withAsterisk={false} maw={420} error={error} data-autofocus
          onChange={({ currentTarget: { value } }) => { write(value); confirm.reset(); }} />
        {confirm.isError && error === null ? <Text role="alert" c="#b3170f">{confirm.error.message}</Text> : null}
        <Group><Button type="submit" loading={confirm.isPending}>{t('confirm')}</Button><Button variant="default" onClick={onLeave}>{t('leave')}</Button></Group>
      </Stack>
    </form>
  );
}
