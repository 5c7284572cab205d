/** What a page shows while it reads, when reading failed (in the API's own words, with a way out), and when it has the data. */
import { Alert, Button } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useText } from '../language.js';
import { shellTexts } from '../texts/shell.js';
import { Loading } from './Loading.js';

export function Read<T>({ of, children }: { of: UseQueryResult<T>; children: (data: T) => ReactNode }) {
  const t = useText(shellTexts);
  if (of.data !== undefined) return children(of.data);
  if (of.isError) {
    return (
      <Alert color="red" variant="outline" title={t('broken')} role="alert">
        <p>{of.error.message}</p>
        <Button size="xs" onClick={() => void of.refetch()}>{t('again')}</Button>
      </Alert>
    );
  }
  return <Loading />;
}
