/** Give a booked visit to somebody by hand: everybody of the profession, who can go first, each with every reason why not. */
import { Button, Checkbox, Radio, ScrollArea } from '@mantine/core';
import { useState } from 'react';
import type { Candidate } from '../../../../db/visits/assign.js';
import type { PatientVisit } from '../../../../db/read-models/patient-visits.js';
import { isQualification } from '../../../../pathways/visits/eligibility.js';
import { useText } from '../../language.js';
import { useRead } from '../../live.js';
import { unfitTexts } from '../../texts/unfit.js';
import { partTexts } from '../../texts/parts.js';
import { visitTexts } from '../../texts/visits.js';
import { useAct } from '../act.js';
import { Dialog } from '../Dialog.js';
import { Group, Stack, Text } from '../light/light.js';
import { Read } from '../Read.js';

type Of = Pick<PatientVisit, 'episodeId' | 'step' | 'n' | 'label' | 'assignee'>;

export function AssignVisit({ of, close }: { of: Of; close: () => void }) {
  const t = useText(visitTexts);
  const parts = useText(partTexts);
  const path = `/episodes/${of.episodeId}/visits/${of.step}/${of.n}`;
  const candidates = useRead<{ items: Candidate[] }>(`${path}/candidates`, ['visit', 'offer', 'staff']);
  const [chosen, choose] = useState<Candidate | null>(null);
  const [agreed, agree] = useState(false);
  const assign = useAct<{ accountId: string; override: boolean }>({ path: `${path}/assign`, done: t('assigned'), then: close });
  const needsWord = chosen !== null && chosen.unfit.length > 0;
  return (
    <Dialog title={t('assignTitle', { label: `${of.label} ${of.n}` })} close={close} size="lg">
      <Stack gap="sm">
        <Text size="sm">{t('assignHint')}</Text>
        <Read of={candidates}>{({ items }) => items.length === 0 ? <Text fw={700}>{t('nobody')}</Text> : (
          <ScrollArea.Autosize mah={360} type="auto">
            <Radio.Group aria-label={t('chooseOne')} value={chosen?.accountId ?? ''} onChange={(id) => { choose(items.find(({ accountId }) => accountId === id) ?? null); agree(false); }}>
              <Stack gap={8}>{items.map((one) => <Person key={one.accountId} of={one} hasIt={one.displayName === of.assignee} />)}</Stack>
            </Radio.Group>
          </ScrollArea.Autosize>
        )}</Read>
        {needsWord ? <Checkbox label={t('override')} checked={agreed} onChange={({ currentTarget }) => agree(currentTarget.checked)} /> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>{parts('cancel')}</Button>
          <Button disabled={chosen === null || (needsWord && !agreed)} loading={assign.isPending} onClick={() => { if (chosen !== null) assign.mutate({ accountId: chosen.accountId, override: needsWord }); }}>{t('assign')}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

function Person({ of, hasIt }: { of: Candidate; hasIt: boolean }) {
  const t = useText(visitTexts);
  const why = useText(unfitTexts);
  const barred = of.unfit.some(isQualification);
  const said = [
    hasIt ? t('hasIt') : null, of.saidNo ? t('saidNo') : null,
    ...(of.unfit.length === 0 ? [t('canGo'), of.cost.travelMinutes > 0 ? t('way', { n: of.cost.travelMinutes }) : null, of.cost.continuity < 0 ? t('known') : null] : of.unfit.map((reason) => why(reason))),
    barred ? t('mayNot') : null,
  ].filter((one) => one !== null);
  return <Radio value={of.accountId} disabled={barred || hasIt} label={of.displayName} description={said.join(' · ')} />;
}
