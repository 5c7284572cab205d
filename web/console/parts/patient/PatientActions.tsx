/** What staff may record about the person: it holds for every package at once. */
import { Button, Menu } from '@mantine/core';
import { useState } from 'react';
import { useText } from '../../language.js';
import { useMay } from '../../session.js';
import { patientActTexts } from '../../texts/patient.js';
import { useChart } from './chart.js';
import { AwayForm, DiedForm, FactsForm, OptForm, ReadmittedForm, ZoneForm } from './patient-forms.js';

const forms = { away: AwayForm, facts: FactsForm, zone: ZoneForm, opt: OptForm, readmitted: ReadmittedForm, died: DiedForm } as const;
type Act = keyof typeof forms;

export function PatientActions() {
  const a = useText(patientActTexts);
  const { patient, episodes } = useChart();
  const [open, setOpen] = useState<Act | null>(null);
  const addressed = episodes.find(({ status }) => status === 'active' || status === 'paused');
  const may = useMay('episode:control');
  if (!may || addressed === undefined || patient.diedAt !== null) return null;
  const Form = open === null ? null : forms[open];
  const label = (act: Act): string => (act === 'opt' ? a(patient.optedOutAt === null ? 'optOut' : 'optIn') : a(act));
  return (
    <>
      <Menu position="bottom-end" withinPortal={false} withInitialFocusPlaceholder={false}>
        <Menu.Target><Button variant="default">{a('patientActions')}</Button></Menu.Target>
        <Menu.Dropdown>
          {(['away', 'facts', 'zone', 'opt', 'readmitted'] as const).map((act) => <Menu.Item key={act} onClick={() => setOpen(act)}>{label(act)}</Menu.Item>)}
          <Menu.Item c="#b3170f" fw={700} onClick={() => setOpen('died')}>{a('died')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {Form === null ? null : <Form episodeId={addressed.episodeId} close={() => setOpen(null)} />}
    </>
  );
}
