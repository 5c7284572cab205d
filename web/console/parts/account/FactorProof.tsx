/** Proves anew who sits here: the password, and a code where there is a factor. The API judges; what it refuses is said at the field. */
import { Button, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem, send } from '../../api.js';
import { useText } from '../../language.js';
import { readAgain } from '../../live.js';
import { accountTexts } from '../../texts/account.js';
import { factorTexts } from '../../texts/second-factor.js';
import { Group, Stack, Text } from '../light/light.js';

type Props<T> = { login: string; has: boolean; path: 'offer' | 'recovery-codes' | 'removal'; /** What will come of it. */ says: string; act: string; onDone: (answer: T) => void; onLeave: () => void };

export const saidAt = (error: unknown, pointer: string): string | null => (error instanceof ApiProblem && error.errors.some((one) => one.pointer === pointer) ? error.message : null);

export function FactorProof<T>({ login, has, path, says, act, onDone, onLeave }: Props<T>) {
  const t = useText(factorTexts);
  const account = useText(accountTexts);
  const [written, write] = useState({ password: '', code: '' });
  const [tried, tryIt] = useState(false);
  // No longer than the form itself is anything of it kept.
  const ask = useMutation({
    gcTime: 0,
    mutationFn: () => send<T>('PUT', `/my/second-factor/${path}`, { password: written.password, code: has ? written.code : null }),
    onSuccess: (answer) => {
      if (path !== 'offer') void readAgain();
      if (path === 'removal') notifications.show({ message: t('removed'), color: 'teal' });
      onDone(answer);
    },
  });
  const missing = { password: written.password === '', code: has && written.code.trim() === '' };
  const errors = { password: (tried && missing.password && account('missing')) || saidAt(ask.error, '/password'), code: (tried && missing.code && account('missing')) || saidAt(ask.error, '/code') };
  const change = (name: keyof typeof written) => ({ currentTarget: { value } }: { currentTarget: { value: string } }): void => {
    write((before) => ({ ...before, [name]: value }));
    ask.reset();
  };
  return (
    <form noValidate onSubmit={(event) => {
      event.preventDefault();
      tryIt(true);
      if (!missing.password && !missing.code) ask.mutate();
    }}>
      <Stack gap="sm">
        <Text maw={760}>{says}</Text>
        <input type="text" name="username" autoComplete="username" value={login} readOnly hidden />
        <TextInput type="password" label={t('password')} value={written.password} autoComplete="current-password" required withAsterisk={false} maw={420} error={errors.password} onChange={change('password')} />
        {has ? <TextInput label={t('codeOrRecovery')} value={written.code} autoComplete="one-time-code" required withAsterisk={false} maw={420} error={errors.code} onChange={change('code')} /> : null}
        {ask.isError && errors.password === null && errors.code === null ? <Text role="alert" c="#b3170f">{ask.error.message}</Text> : null}
        <Group><Button type="submit" loading={ask.isPending}>{act}</Button><Button variant="default" onClick={onLeave}>{t('leave')}</Button></Group>
      </Stack>
    </form>
  );
}
