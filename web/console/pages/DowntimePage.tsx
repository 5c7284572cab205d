/** The downtime list: made on a click, printed, or saved as one file that opens without any server. */
import { Button, Title } from '@mantine/core';
import { useRef, useState } from 'react';
import type { Downtime } from '../../../db/read-models/downtime.js';
import { useLanguage, useText } from '../language.js';
import { useRead } from '../live.js';
import { DowntimeList } from '../parts/downtime/DowntimeList.js';
import { saveAsFile } from '../parts/downtime/save-as-file.js';
import { Group, Stack, Text } from '../parts/light/light.js';
import { Read } from '../parts/Read.js';
import { useToday } from '../now.js';
import { useMe } from '../session.js';
import { downtimeTexts } from '../texts/downtime.js';
import { withQuery } from '../with-query.js';

export default function DowntimePage() {
  const t = useText(downtimeTexts);
  const { language } = useLanguage();
  const today = useToday(useMe().hospital.zone);
  const [asked, ask] = useState(false);
  const sheet = useRef<HTMLDivElement>(null);
  const list = useRead<Downtime>(asked ? withQuery('/downtime', { language }) : null, [], { staleTime: Infinity });
  return (
    <Stack gap="md">
      <Title order={1} className="no-print">{t('title')}</Title>
      <Text className="no-print" maw={760}>{t('intro')}</Text>
      {asked ? null : <Group><Button onClick={() => ask(true)}>{t('show')}</Button></Group>}
      {asked ? (
        <Read of={list}>
          {(of) => (
            <>
              <Group className="no-print">
                <Button onClick={() => window.print()}>{t('print')}</Button>
                <Button variant="default" onClick={() => (sheet.current ? saveAsFile(`${t('fileName')}-${today}.html`, t('title'), language, sheet.current.innerHTML) : undefined)}>{t('save')}</Button>
              </Group>
              <div ref={sheet}><DowntimeList of={of} /></div>
            </>
          )}
        </Read>
      ) : null}
    </Stack>
  );
}
