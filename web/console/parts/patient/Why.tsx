/** The engine's explanation, section by section, and for those who may: the very text that went out. */
import { Button, Paper } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { Explanation } from '../../../../db/why/explanation.js';
import type { RevealedText } from '../../../../db/reveal.js';
import { send } from '../../api.js';
import { useLanguage, useText } from '../../language.js';
import { useRead } from '../../live.js';
import { useMay } from '../../session.js';
import { channelTexts } from '../../texts/care-words.js';
import { patientTexts } from '../../texts/patient.js';
import { withQuery } from '../../with-query.js';
import { useWords } from '../../words.js';
import { Explained } from '../Explained.js';
import { Stack, Text } from '../light/light.js';
import { Read } from '../Read.js';
import { useTimes } from './chart.js';

type About = { kind: 'why'; /** Of a message or case. */ id: string } | { kind: 'why-not'; /** `<episode>/<step>`. */ id: string };

export function Why({ about }: { about: About }) {
  const { language } = useLanguage();
  const [episodeId = '', step = ''] = about.id.split('/');
  const path = about.kind === 'why' ? withQuery(`/episodes/${episodeId}/why`, { id: about.id, lang: language }) : withQuery(`/episodes/${episodeId}/why-not/${step}`, { lang: language });
  const read = useRead<Explanation>(path, ['message', 'escalation', 'episode']);
  return (
    <Read of={read}>{(explanation) => (
      <Stack>
        {explanation.kind === 'message' ? <Reveal key={explanation.subject} obligationId={explanation.subject} /> : null}
        <Explained of={explanation} />
      </Stack>
    )}</Read>
  );
}

function Reveal({ obligationId }: { obligationId: string }) {
  const t = useText(patientTexts);
  const channel = useWords(channelTexts);
  const { moment } = useTimes();
  const may = useMay('message:reveal');
  const asked = useMutation({ mutationFn: () => send<{ items: RevealedText[] }>('POST', '/messages/reveal', { obligationId }) });
  if (!may) return null;
  if (asked.isError) return <Text role="alert">{asked.error.message}</Text>;
  if (asked.data === undefined) return <div><Button size="xs" variant="default" loading={asked.isPending} onClick={() => asked.mutate()}>{t('reveal')}</Button></div>;
  if (asked.data.items.length === 0) return <Text>{t('nothingSent')}</Text>;
  return (
    <Stack gap="xs" role="region" aria-label={t('revealed')} aria-live="polite">
      {asked.data.items.map((one) => (
        <Paper key={one.attemptId} withBorder p="xs">
          <Text size="xs" c="dark.4">{channel(one.channel)} · {moment(one.at)}</Text>
          {one.subject === null ? null : <Text size="sm" fw={600}>{one.subject}</Text>}
          <Text style={{ whiteSpace: 'pre-wrap' }} lang={one.language}>{one.body}</Text>
        </Paper>
      ))}
    </Stack>
  );
}
