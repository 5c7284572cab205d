/** A list of the worklist: its rows, "show more", a sentence when there is nothing, and the API's words when it cannot be read. */
import { Alert, Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../../language.js';
import { shellTexts } from '../../texts/shell.js';
import { worklistTexts } from '../../texts/worklist.js';
import { Stack, Text } from '../light/light.js';
import { Loading } from '../Loading.js';
import type { usePages } from '../pages-of.js';

type Props<T> = { of: ReturnType<typeof usePages<T>>; empty: string; label: string; keyOf: (item: T) => string; children: (item: T) => ReactNode };

export function Pages<T>({ of, empty, label, keyOf, children }: Props<T>) {
  const t = useText(worklistTexts);
  const shell = useText(shellTexts);
  const { items } = of;
  if (items === undefined) {
    return of.isError
      ? <Alert color="red" variant="outline" title={shell('broken')} role="alert"><p>{of.error.message}</p><Button size="xs" onClick={() => void of.refetch()}>{shell('again')}</Button></Alert>
      : <Loading />;
  }
  if (items.length === 0) return <Text py="lg" c="dark.4">{empty}</Text>;
  return (
    <Stack gap="xs">
      <ul className="rows" aria-label={label}>
        {items.map((item) => <li key={keyOf(item)} className="row">{children(item)}</li>)}
      </ul>
      {of.hasNextPage ? <Button variant="default" onClick={() => void of.fetchNextPage()} loading={of.isFetchingNextPage} style={{ alignSelf: 'center' }}>{t('more')}</Button> : null}
    </Stack>
  );
}
