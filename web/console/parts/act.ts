/** One click, one intent, one key: the button waits, success and refusal are said, and what depends on it is read again. */
import { notifications } from '@mantine/notifications';
import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import { useRef } from 'react';
import { ApiProblem, newKey, send } from '../api.js';
import { queryClient } from '../live.js';

export type Act<B> = { method?: 'POST' | 'PUT' | 'DELETE'; path: string | ((body: B) => string); /** Said when it worked; null: the page shows it by itself. */ done: string | null; /** Called with the answer. */ then?: (answer: unknown) => void };

/** `mutate(body)`. The key stays the same until the act has succeeded, so that a repeated click after a lost answer acts once. */
export function useAct<B>({ method = 'POST', path, done, then }: Act<B>): UseMutationResult<unknown, Error, B> {
  const key = useRef({ body: '', key: newKey() });
  return useMutation({
    mutationFn: (body: B) => {
      const written = JSON.stringify(body);
      if (key.current.body !== written) key.current = { body: written, key: newKey() };
      return send(method, typeof path === 'function' ? path(body) : path, body, key.current.key);
    },
    onSuccess: (answer) => {
      key.current = { body: '', key: newKey() };
      if (done !== null) notifications.show({ message: done, color: 'teal' });
      void queryClient.invalidateQueries();
      then?.(answer);
    },
    onError: (error) => {
      notifications.show({ message: error.message, color: 'red', autoClose: 12_000 });
      // Refused because it stands otherwise by now (the last slot was just taken): what is on the screen is old.
      if (error instanceof ApiProblem && error.status === 409) void queryClient.invalidateQueries();
    },
  });
}
