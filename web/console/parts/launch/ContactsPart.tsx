/** Whom to reach in which order, and below it where visits go. */
import type { ReactNode } from 'react';
import type { PatientRow } from '../../../../db/read-models/patient-list.js';
import { useText } from '../../language.js';
import { launchTexts } from '../../texts/launch.js';
import { ContactList } from '../contacts/ContactList.js';
import { Stack, Text } from '../light/light.js';
import { Part } from './Part.js';

/** `consents`: with what is being agreed to on this page. `children`: where to visit. */
export function ContactsPart({ patient, consents, children }: { patient: PatientRow; consents: PatientRow['consents']; children: ReactNode }) {
  const t = useText(launchTexts);
  return (
    <Part n={5}>
      <Stack gap="xs">
        <Text size="sm">{t('contactLead')}</Text>
        <ContactList patient={{ ...patient, consents }} />
        {children}
      </Stack>
    </Part>
  );
}
