/** What was agreed: contacts, consents, facts, questions and complaints. */
import { SimpleGrid, Stack } from '@mantine/core';
import { ConsentsPart } from './ConsentsPart.js';
import { ContactsPart } from './ContactsPart.js';
import { InquiriesPart } from './InquiriesPart.js';

export default function RecordTab() {
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <ContactsPart />
        <ConsentsPart />
      </SimpleGrid>
      <InquiriesPart />
    </Stack>
  );
}
