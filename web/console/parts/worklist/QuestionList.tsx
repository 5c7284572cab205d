/** Questions, complaints and low ratings by when an answer is due; never one about the reader. */
import { Button } from '@mantine/core';
import type { InquiryRow } from '../../../../db/read-models/inquiry-list.js';
import { useText } from '../../language.js';
import { lookAgainMs } from '../../live.js';
import { inquiryTexts } from '../../texts/inquiries.js';
import { Badge, Group, Stack, Text } from '../light/light.js';
import { usePages } from '../pages-of.js';
import { fullName } from '../person.js';
import { Remaining } from '../Remaining.js';
import { Pages } from './Pages.js';
import { PatientLine } from './PatientLine.js';

export function QuestionList({ open }: { open: (inquiryId: string) => void }) {
  const t = useText(inquiryTexts);
  const rows = usePages<InquiryRow>('/inquiries', { state: 'open' }, ['inquiry'], { refetchInterval: lookAgainMs });
  return (
    <Pages of={rows} empty={t('none')} label={t('title')} keyOf={({ inquiryId }) => inquiryId}>
      {(one) => (
        <div className="case-row">
          <Badge variant="outline" color="dark" size="lg">{t(one.kind)}{one.stars === null ? '' : ` ${t('stars', { n: one.stars })}`}</Badge>
          <Stack gap={2}>
            <PatientLine of={{ ...one, sex: null, birthDate: null }} />
            <Text lineClamp={2}>{one.text}</Text>
            <Group gap="sm">
              <Text size="sm" fw={one.ownerName === null ? 700 : 400}>{one.ownerName === null ? t('ownerNone') : t('ownerIs', { name: one.ownerName })}</Text>
              <Text size="sm">{t(one.state)}</Text>
              {one.subjectName === null ? null : <Text size="sm">{t('about', { name: one.subjectName })}</Text>}
            </Group>
          </Stack>
          {one.state === 'open' || one.state === 'investigating' ? <Remaining wall={one.dueWall} what="due" /> : <span />}
          <Button size="sm" variant="default" onClick={() => open(one.inquiryId)} aria-label={t('viewOf', { patient: fullName(one), kind: t(one.kind) })}>{t('view')}</Button>
        </div>
      )}
    </Pages>
  );
}
