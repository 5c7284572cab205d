/** What staff may do with one episode. */
import { Button, Menu } from '@mantine/core';
import { useState } from 'react';
import type { ChartEpisode } from '../../../../db/read-models/patient-chart.js';
import { useText } from '../../language.js';
import { useMay } from '../../session.js';
import { patientActTexts } from '../../texts/patient.js';
import { AnchorForm } from './AnchorForm.js';
import { IncludeForm } from './IncludeForm.js';
import { PersonalForm } from './PersonalForm.js';
import { ReadingForm } from './ReadingForm.js';
import { PauseForm, RaiseForm, ResumeForm, StartStepForm, StopForm } from './episode-forms.js';

const forms = { raise: RaiseForm, reading: ReadingForm, startStep: StartStepForm, setAnchor: AnchorForm, personal: PersonalForm, include: IncludeForm, pause: PauseForm, resume: ResumeForm, stop: StopForm } as const;
type Act = keyof typeof forms;

export function EpisodeActions({ of }: { of: ChartEpisode }) {
  const a = useText(patientActTexts);
  const [open, setOpen] = useState<Act | null>(null);
  const control = useMay('episode:control');
  const include = useMay('episode:launch') && of.includesOthers && of.status === 'active';
  const acts: Act[] = [...(useMay('escalation:act') ? (['raise'] as const) : []), ...(useMay('reading:write') && of.readings.length > 0 ? (['reading'] as const) : []), ...(include ? (['include'] as const) : []), ...(control ? (['startStep', 'setAnchor', ...(of.personal.length > 0 ? (['personal'] as const) : []), of.status === 'paused' ? 'resume' : 'pause', 'stop'] as const) : [])];
  const running = of.status === 'active' || of.status === 'paused';
  const Form = open === null ? null : forms[open];
  if (!running) return null;
  return (
    <>
      <Menu position="bottom-end" withinPortal={false} withInitialFocusPlaceholder={false}>
        <Menu.Target><Button size="compact-sm" variant="default" aria-label={a('actionsOf', { title: of.title })}>{a('actions')}</Button></Menu.Target>
        <Menu.Dropdown>
          {acts.map((act) => <Menu.Item key={act} onClick={() => setOpen(act)}>{a(act)}</Menu.Item>)}
        </Menu.Dropdown>
      </Menu>
      {Form === null ? null : <Form of={of} close={() => setOpen(null)} />}
    </>
  );
}
