/** A video call about a case or in a visit's slot: arranged by one click, joined by a link that opens beside the console. */
import { Button } from '@mantine/core';
import { useLanguage, useText } from '../language.js';
import { useRead } from '../live.js';
import { useMay, useMe } from '../session.js';
import { videoTexts } from '../texts/video.js';
import { sayClock, sayMoment } from '../when.js';
import { useAct } from './act.js';
import { Group, Text } from './light/light.js';

type Listed = { meetingId: string; escalation: string | null; occurrence: string | null; joinFrom: string; closesAt: string; open: boolean; joinUrl: string };
type About = { patientId: string; /** A case's id. */ escalation: string } | { patientId: string; /** A visit's. */ occurrence: string };

/** A call that opens later becomes one that is open without any change that could be announced. */
const lookAgainMs = 30_000;

/** The patient's calls that are open or come. */
function useCall(about: About, allowed: boolean): Listed | undefined {
  const { data } = useRead<{ items: Listed[] }>(allowed ? `/patients/${about.patientId}/meetings` : null, ['escalation', 'visit', 'patient'], { refetchInterval: lookAgainMs });
  return data?.items.find((call) => ('escalation' in about ? call.escalation === about.escalation : call.occurrence === about.occurrence));
}

/** `path`: the case's or the visit's own, to which `/meeting` is added. `small`: a button in a row of a table. */
export function VideoCall({ about, path, small = false }: { about: About; path: string; small?: boolean }) {
  const t = useText(videoTexts);
  const { language } = useLanguage();
  const { zone } = useMe().hospital;
  const allowed = useMay('meeting:open');
  const ofCase = 'escalation' in about;
  const call = useCall(about, allowed);
  const arrange = useAct<object>({ path: `${path}/meeting`, done: t(ofCase ? 'arranged' : 'arrangedLater') });
  if (!allowed) return null;
  const size = small ? 'compact-sm' : 'sm';
  if (call === undefined) return <Button size={size} variant="default" loading={arrange.isPending} onClick={() => arrange.mutate({})}>{t(ofCase ? 'start' : 'arrange')}</Button>;
  if (!call.open) return <Text size="sm">{`${t('title')}：${t('from', { at: sayMoment(call.joinFrom, language, zone) })}`}</Text>;
  return (
    <Group gap="xs" wrap={small ? 'nowrap' : 'wrap'}>
      <Button component="a" size={size} href={call.joinUrl} target="_blank" rel="noreferrer">{t('join')}</Button>
      {small ? null : <Text size="sm">{t('until', { at: sayClock(call.closesAt, language, zone) })}</Text>}
    </Group>
  );
}
