/** One click, one intent, one key: the button waits, success and refusal are said, and what depends on it is read again. */
import { notifications } from '@mantine/notifications';
import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import { useRef } from 'react';
import { ApiProblem, newKey, nothingWasDone, send } from '../api.js';
import { queryClient, readAgain } from '../live.js';

export type Act<B> = { method?: 'POST' | 'PUT' | 'DELETE'; path: string | ((body: B) => string); /** Said when it worked; null: the page shows it by itself. */ done: string | null; /** Called with the answer and what was sent, once everything on the screen has been read again: a form that was closed earlier and opened at once would begin with what stood before, and saving that would take the change back. */ then?: (answer: unknown, sent: B) => void };

type Intent = { of: string; key: string };

/** `mutate(body)`. The key stays the same until the act has succeeded or is known to have done nothing, so that a repeated click after a lost answer acts once. */
export function useAct<B>({ method = 'POST', path, done, then }: Act<B>): UseMutationResult<unknown, Error, B> {
  const intent = useRef<Intent | null>(null);
  const forget = (mine: Intent): void => {
    if (intent.current === mine) intent.current = null;
  };
  return useMutation({
    mutationFn: async (body: B) => {
      const to = typeof path === 'function' ? path(body) : path;
      const of = JSON.stringify([method, to, body]);
      const mine = intent.current?.of === of ? intent.current : { of, key: newKey() };
      intent.current = mine;
      const answer = await send(method, to, body, mine.key).catch((error: unknown) => {
        if (nothingWasDone(error)) forget(mine);
        throw error;
      });
      if (done !== null) notifications.show({ message: done, color: 'teal' });
      await readAgain();
      forget(mine);
      return answer;
    },
    onSuccess: (answer, sent) => then?.(answer, sent),
    onError: (error) => {
      if (error instanceof ApiProblem && error.status === 401) return; // a dialog says it (parts/Standing.tsx)
      notifications.show({ message: error.message, color: 'red', autoClose: 12_000 });
      // Refused because it stands otherwise by now (the last slot was just taken): what is on the screen is old, the preview too.
      if (error instanceof ApiProblem && error.status === 409) void queryClient.invalidateQueries();
    },
  });
}
