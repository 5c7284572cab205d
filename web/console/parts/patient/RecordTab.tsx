/** What was bought and agreed, and who cares for the patient: stays, entitlements, orders, contacts, care team, consents, facts, questions and complaints. */
import { SimpleGrid } from '@mantine/core';
import { Stack } from '../light/light.js';
import { BirthDatePart } from './BirthDatePart.js';
import { CareTeamPart } from './CareTeamPart.js';
import { ConsentsPart } from './ConsentsPart.js';
import { ContactsPart } from './ContactsPart.js';
import { HomePart } from './HomePart.js';
import { EntitlementsPart } from './EntitlementsPart.js';
import { DischargesPart } from './DischargesPart.js';
import { InquiriesPart } from './InquiriesPart.js';
import { OrdersPart } from './OrdersPart.js';

export default function RecordTab() {
  return (
    <Stack>
      <DischargesPart />
      <EntitlementsPart />
      <OrdersPart />
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <Stack>
          <BirthDatePart />
          <ContactsPart />
          <CareTeamPart />
          <HomePart />
        </Stack>
        <ConsentsPart />
      </SimpleGrid>
      <InquiriesPart />
    </Stack>
  );
}
