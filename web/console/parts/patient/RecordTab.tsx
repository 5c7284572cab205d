/** What was bought and agreed: entitlements, contacts, consents, facts, questions and complaints. */
import { SimpleGrid, Stack } from '@mantine/core';
import { ConsentsPart } from './ConsentsPart.js';
import { ContactsPart } from './ContactsPart.js';
import { EntitlementsPart } from './EntitlementsPart.js';
import { InquiriesPart } from './InquiriesPart.js';

export default function RecordTab() {
  return (
    <Stack>
      <EntitlementsPart />
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <ContactsPart />
        <ConsentsPart />
      </SimpleGrid>
      <InquiriesPart />
    </Stack>
  );
}
