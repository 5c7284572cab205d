/** Open cases by the time that is left. The row says whose case it is, what is to be done, how long there is; the drawer does the rest. */
import { Button, SegmentedControl } from '@mantine/core';
import { memo, useEffect, useRef, useState } from 'react';
import type { WorklistCase } from '../../../../db/read-models/worklist-cases.js';
import type { WorklistCounts } from '../../../../db/read-models/worklist-counts.js';
import { useLanguage, useText } from '../../language.js';
import { lookAgainMs } from '../../live.js';
import { worklistTexts } from '../../texts/worklist.js';
import { useMe } from '../../session.js';
import { sayMoment } from '../../when.js';
import { LevelBadge } from '../LevelBadge.js';
import { Group, Stack, Text } from '../light/light.js';
import { usePages } from '../pages-of.js';
import { fullName } from '../person.js';
import { Remaining } from '../Remaining.js';
import { Pages } from './Pages.js';
import { PatientLine } from './PatientLine.js';

type Props = { counts: WorklistCounts | undefined; owner: string | null; chooseOwner: (owner: string | null) => void; open: (escalationId: string) => void };

export function CaseList({ counts, owner, chooseOwner, open }: Props) {
  const t = useText(worklistTexts);
  const { language } = useLanguage();
  const cases = usePages<WorklistCase>('/worklist/cases', { language, owner }, ['escalation', 'episode', 'patient'], { refetchInterval: lookAgainMs });
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label={t('whose')} value={owner ?? 'all'} onChange={(chosen) => chooseOwner(chosen === 'all' ? null : chosen)} style={{ alignSelf: 'flex-start' }}
        data={[{ value: 'all', label: t('everybody') }, { value: 'mine', label: t('mine', { n: counts?.mine ?? '…' }) }, { value: 'nobody', label: t('nobody', { n: counts?.unowned ?? '…' }) }]}
      />
      <NewRed cases={cases.items} />
      <Pages of={cases} empty={owner === null ? t('noCases') : t('noMine')} label={t('cases')} keyOf={({ escalationId }) => escalationId}>
        {(one) => <CaseRow of={one} open={open} />}
      </Pages>
    </Stack>
  );
}

/** Sixty of them: drawn anew when its case changes, not when the counts above do. */
const CaseRow = memo(function CaseRow({ of, open }: { of: WorklistCase; open: (escalationId: string) => void }) {
  const t = useText(worklistTexts);
  const { language } = useLanguage();
  const { zone } = useMe().hospital;
  const level = t(of.level === 'red' || of.level === 'orange' ? of.level : 'yellow');
  const deadline = of.nextDeadline === 'acknowledge' ? of.ackBy : of.nextDeadline === 'contact' ? of.contactBy : null;
  return (
    <div className="case-row">
      <Stack gap={2} align="flex-start"><LevelBadge level={of.level} /><Text size="xs" className="numbers">{of.rules.join(' · ')}</Text></Stack>
      <Stack gap={2}>
        <PatientLine of={of} packageTitle={of.packageTitle} />
        <Text style={{ whiteSpace: 'pre-line' }}>{of.instructionText}</Text>
        <Group gap="sm">
          <Text size="sm" fw={of.ownerName === null ? 700 : 400}>{of.ownerName === null ? t('ownerNone') : t('ownerIs', { name: of.ownerName })}</Text>
          {of.rung > 0 ? <Text size="sm" c="#9a4b00">{t('rung', { n: of.rung })}</Text> : null}
          {of.joined > 0 ? <Text size="sm">{t('joined', { n: of.joined })}</Text> : null}
          {of.notes > 0 ? <Text size="sm">{t('notes', { n: of.notes })}</Text> : null}
        </Group>
      </Stack>
      <Stack gap={2} align="flex-end" ta="right">
        {of.nextWall !== null && of.nextDeadline !== null ? <Remaining wall={of.nextWall} pace={of.pace} what={of.nextDeadline} /> : <Text size="sm">{t('contacted')}</Text>}
        {deadline === null ? null : <Text size="xs" c="dark.4">{t('by', { at: sayMoment(deadline, language, zone) })}</Text>}
      </Stack>
      <Button size="sm" variant={of.level === 'red' && of.nextDeadline !== null ? 'filled' : 'default'} onClick={() => open(of.escalationId)} aria-label={t('openCase', { level, patient: fullName(of) })}>{t('open')}</Button>
    </div>
  );
});

/** Said aloud when a RED comes in while the page is open; what was there already is not. */
function NewRed({ cases }: { cases: readonly WorklistCase[] | undefined }) {
  const t = useText(worklistTexts);
  const known = useRef<Set<string> | null>(null);
  const [said, say] = useState('');
  useEffect(() => {
    if (cases === undefined) return;
    const reds = cases.filter(({ level }) => level === 'red');
    const fresh = known.current === null ? [] : reds.filter(({ escalationId }) => !known.current?.has(escalationId));
    known.current = new Set(reds.map(({ escalationId }) => escalationId));
    const [first] = fresh;
    if (first) say(t('newRed', { patient: fullName(first) }));
  }, [cases, t]);
  return <div role="status" aria-live="assertive" className="unseen">{said}</div>;
}
