import { Textarea } from '@mantine/core';
import { useState } from 'react';
import type { PatientVisit } from '../../../../db/read-models/patient-visits.js';
import { useText } from '../../language.js';
import { patientActTexts, patientTexts } from '../../texts/patient.js';
import { CommandModal } from './CommandModal.js';
import { onVisit } from './command.js';

/** A visit that will not take place: why, in words that stay in the record. */
export function CancelVisit({ of, close }: { of: PatientVisit; close: () => void }) {
  const a = useText(patientActTexts);
  const t = useText(patientTexts);
  const [reason, write] = useState('');
  return (
    <CommandModal title={`${t('cancelVisit')} · ${of.label} ${of.n}`} command={onVisit('cancel', of, reason.trim() === '' ? null : { reason: reason.trim() })} close={close}>
      <Textarea label={a('reasonWords')} withAsterisk autosize minRows={2} maxLength={300} value={reason} onChange={({ currentTarget }) => write(currentTarget.value)} />
    </CommandModal>
  );
}
