/** Visits that wait for a person: no time, asked and not answered, nobody who goes, held. A click opens the very form on the patient's page. */
import { Button } from '@mantine/core';
import { memo } from 'react';
import { Link } from 'wouter';
import type { NeededVisit } from '../../../../db/read-models/worklist-visits.js';
import { useLanguage, useText } from '../../language.js';
import { lookAgainMs } from '../../live.js';
import { paths } from '../../paths.js';
import { useMe } from '../../session.js';
import { worklistTexts } from '../../texts/worklist.js';
import { sayMoment, sayWindow } from '../../when.js';
import { Badge, Stack, Text } from '../light/light.js';
import { Offers } from '../visit/Offers.js';
import { usePages } from '../pages-of.js';
import { fullName } from '../person.js';
import { Remaining } from '../Remaining.js';
import { Pages } from './Pages.js';
import { PatientLine } from './PatientLine.js';

export function VisitNeedList() {
  const t = useText(worklistTexts);
  const { language } = useLanguage();
  const rows = usePages<NeededVisit>('/worklist/visits', { language }, ['visit', 'task', 'escalation', 'episode'], { refetchInterval: lookAgainMs });
  return (
    <Pages of={rows} empty={t('noVisits')} label={t('visits')} keyOf={({ occurrence }) => occurrence}>
      {(one) => <VisitRow of={one} />}
    </Pages>
  );
}

/** Drawn anew when its visit changes, not when the counts above do. */
const VisitRow = memo(function VisitRow({ of: one }: { of: NeededVisit }) {
  const t = useText(worklistTexts);
  const { language } = useLanguage();
  const { zone } = useMe().hospital;
  return (
    <div className="case-row">
      <Badge variant="outline" color="dark" size="lg">{t(one.need)}</Badge>
      <Stack gap={2}>
        <PatientLine of={one} packageTitle={one.packageTitle} />
        <Text>{`${one.stepLabel} · ${one.slotFrom === null ? sayWindow(one, language, zone) : t('slot', { from: sayMoment(one.slotFrom, language, zone) })}`}</Text>
        {one.need === 'offered' ? <Offers of={one.offers} /> : null}
      </Stack>
      <Remaining wall={one.sortWall} pace={one.pace} what="due" size="sm" />
      <Button component={Link} href={paths.arrange(one)} size="sm" variant="default" aria-label={t('arrangeOf', { patient: fullName(one) })}>{t('arrange')}</Button>
    </div>
  );
});
