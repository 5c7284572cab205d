/** The current password, the new one, and the new one again. The API judges; what it refuses is said at the field. */
import { Button, TextInput, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem, send } from '../../api.js';
import { useText } from '../../language.js';
import { readAgain } from '../../live.js';
import { accountTexts } from '../../texts/account.js';
import { Group, Stack, Text } from '../light/light.js';
import type { MyAccount } from './account.js';

const empty = { current: '', next: '', again: '' };
type Written = typeof empty;

export function PasswordForm({ account: { login, rules } }: { account: MyAccount }) {
  const t = useText(accountTexts);
  const [written, write] = useState<Written>(empty);
  const [tried, tryIt] = useState(false);
  // No longer than the form itself is anything of it kept.
  const change = useMutation({
    gcTime: 0,
    mutationFn: () => send<{ ended: number }>('PUT', '/my/password', { current: written.current, next: written.next }),
    onSuccess: ({ ended }) => {
      write(empty);
      tryIt(false);
      notifications.show({ message: t('changed', { n: ended }), color: 'teal' });
      void readAgain();
    },
  });
  const own = { current: written.current === '' ? t('missing') : null, next: written.next === '' ? t('missing') : null, again: written.again === written.next ? null : t('differs') };
  const said = (pointer: string): string | null => (change.error instanceof ApiProblem && change.error.errors.some((one) => one.pointer === pointer) ? change.error.message : null);
  const errors = { current: (tried && own.current) || said('/current'), next: (tried && own.next) || said('/next'), again: tried ? own.again : null };
  const field = (name: keyof Written, label: string, autoComplete: string) => (
    <TextInput type="password" label={label} value={written[name]} autoComplete={autoComplete} required withAsterisk={false} maw={420} error={errors[name]}
      onChange={({ currentTarget: { value } }) => { write((before) => ({ ...before, [name]: value })); change.reset(); }} />
  );
  return (
    <Stack gap="xs">
      <Title order={2} size="h3">{t('password')}</Title>
      <Text maw={760}>{t('rule', { least: rules.least })}</Text>
      <Text maw={760}>{t('after')}</Text>
      <form noValidate onSubmit={(event) => {
        event.preventDefault();
        tryIt(true);
        if (Object.values(own).every((error) => error === null)) change.mutate();
      }}>
        <Stack gap="sm">
          <input type="text" name="username" autoComplete="username" value={login} readOnly hidden />
          {field('current', t('currentPassword'), 'current-password')}
          {field('next', t('newPassword'), 'new-password')}
          {field('again', t('repeated'), 'new-password')}
          {change.isError && errors.current === null && errors.next === null ? <Text role="alert" c="#b3170f">{change.error.message}</Text> : null}
          <Group><Button type="submit" loading={change.isPending}>{t('change')}</Button></Group>
        </Stack>
      </form>
    </Stack>
  );
}
