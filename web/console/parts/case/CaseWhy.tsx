/** Why a message was (not) sent or a case raised, as the engine itself explains it. Read when it is opened. */
import { Stack, Text } from '@mantine/core';
import type { Explanation } from '../../../../db/why/explanation.js';
import { withQuery } from '../../api.js';
import { useLanguage, useText } from '../../language.js';
import { useRead } from '../../live.js';
import { caseTexts } from '../../texts/case.js';
import { Read } from '../Read.js';

export function CaseWhy({ episodeId, id }: { episodeId: string; id: string }) {
  const t = useText(caseTexts);
  const { language } = useLanguage();
  const why = useRead<Explanation>(withQuery(`/episodes/${episodeId}/why`, { id, lang: language }), ['escalation', 'message']);
  const pick = (of: { zh: string; en: string }): string => (language === 'en' ? of.en : of.zh);
  return (
    <Read of={why}>
      {({ sections, verified }) => (
        <Stack gap="sm">
          {sections.filter(({ lines }) => lines.length > 0).map(({ title, lines }) => (
            <Stack key={title.en} gap={2}>
              <Text fw={600} size="sm">{pick(title)}</Text>
              <ul className="plain">{lines.map((line, index) => <li key={`${index} ${line.en}`}><Text size="sm">{pick(line)}</Text></li>)}</ul>
            </Stack>
          ))}
          <Text size="sm" fw={600}>{verified ? `✓ ${t('verified')}` : `✗ ${t('unverified')}`}</Text>
        </Stack>
      )}
    </Read>
  );
}
