/** The engine's explanation, section by section in words; what the program calls it can be opened below. */
import type { Explanation } from '../../../db/why/explanation.js';
import { useLanguage, useText } from '../language.js';
import { whyTexts } from '../texts/why.js';
import { Stack, Text } from './light/light.js';

export function Explained({ of: { sections, verified } }: { of: Explanation }) {
  const t = useText(whyTexts);
  const { language } = useLanguage();
  const pick = ({ zh, en }: { zh: string; en: string }): string => (language === 'en' ? en : zh);
  const programs = sections.map(({ title, lines }) => ({ title, programs: lines.flatMap(({ program }) => program ?? []) })).filter(({ programs: some }) => some.length > 0);
  return (
    <Stack gap="sm">
      {sections.filter(({ lines }) => lines.length > 0).map(({ title, lines }) => (
        <Stack key={title.en} gap={2} component="section">
          <Text fw={600} size="sm">{pick(title)}</Text>
          <ul className="plain">{lines.map((line, index) => <li key={`${index} ${line.en}`}><Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>{pick(line)}</Text></li>)}</ul>
        </Stack>
      ))}
      <Text size="sm" fw={600}>{verified ? `✓ ${t('verified')}` : `✗ ${t('unverified')}`}</Text>
      {programs.length === 0 ? null : (
        <details>
          <summary><Text span size="sm">{t('program')}</Text></summary>
          {programs.map(({ title, programs: some }) => (
            <section key={title.en} lang="en">
              <Text size="xs" fw={600} lang={language}>{pick(title)}</Text>
              {some.map((program, index) => <Text key={`${index} ${program}`} size="xs" ff="monospace" style={{ overflowWrap: 'anywhere' }}>{program}</Text>)}
            </section>
          ))}
        </details>
      )}
    </Stack>
  );
}
