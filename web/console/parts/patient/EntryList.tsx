/** Lines of the timeline as a list: when, what, planned beside actual, what became of it, and why. */
import type { ReactNode } from 'react';
import type { TimelineEntry } from '../../../../db/read-models/patient/worded.js';
import { useLanguage, useMarks, useText } from '../../language.js';
import { callOutcomeTexts, changeTexts, channelTexts, levelTexts, oneKindTexts, statusTexts } from '../../texts/care-words.js';
import { patientTexts } from '../../texts/patient.js';
import { reasonTexts } from '../../texts/reasons.js';
import { roleTexts } from '../../texts/roles.js';
import { levelColor } from '../../theme.js';
import { sayPurpose } from '../../../../pathways/chart/purpose-words.js';
import { useWords } from '../../words.js';
import { Anchor, Badge, Group, Text } from '../light/light.js';
import { Table } from '../light/Table.js';
import { useChart, useTimes, usePlace } from './chart.js';
import { Sign } from './marks.js';

/** `short`: without planned beside actual, where there is little room. */
export function EntryList({ items, showKind = true, short = false }: { items: readonly TimelineEntry[]; showKind?: boolean; short?: boolean }) {
  const t = useText(patientTexts);
  if (items.length === 0) return <Text>{t('none')}</Text>;
  return (
    <Table.ScrollContainer minWidth={short ? 520 : 820}>
      <Table verticalSpacing={6} striped>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={140}>{t('when')}</Table.Th>
            {showKind ? <Table.Th w={92}>{t('kind')}</Table.Th> : null}
            <Table.Th>{t('what')}</Table.Th>
            {short ? null : <Table.Th w={220}>{t('planned')} → {t('actual')}</Table.Th>}
            <Table.Th w={170}>{t('outcome')}</Table.Th>
            <Table.Th w={84}><span className="unseen">{t('details')}</span></Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{items.map((entry) => <Line key={entry.id} entry={entry} showKind={showKind} short={short} />)}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Line({ entry, showKind, short }: { entry: TimelineEntry; showKind: boolean; short: boolean }) {
  const { moment } = useTimes();
  const kind = useWords(oneKindTexts);
  const many = useChart().episodes.length > 1;
  return (
    <Table.Tr>
      <Table.Td className="numbers" style={{ whiteSpace: 'nowrap' }}>{moment(entry.at)}</Table.Td>
      {showKind ? <Table.Td>{kind(entry.kind)}</Table.Td> : null}
      <Table.Td>
        <What entry={entry} />
        {many ? <Text size="xs" c="dark.4">{entry.packageTitle}</Text> : null}
      </Table.Td>
      {short ? null : <Table.Td className="numbers"><Planned entry={entry} /></Table.Td>}
      <Table.Td><Outcome entry={entry} /></Table.Td>
      <Table.Td><More entry={entry} /></Table.Td>
    </Table.Tr>
  );
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function What({ entry }: { entry: TimelineEntry }) {
  const t = useText(patientTexts);
  const marks = useMarks();
  const { language } = useLanguage();
  const [level, change, role, channel, outcome] = [useWords(levelTexts), useWords(changeTexts), useWords(roleTexts), useWords(channelTexts), useWords(callOutcomeTexts)];
  const { kind, label, detail } = entry;
  const say = (...parts: ReactNode[]) => <Group gap={6}>{parts}</Group>;
  switch (kind) {
    case 'case':
      return say(<Badge key="l" background={levelColor(entry.level ?? '')}>{level(entry.level)}</Badge>, <Text key="r" size="sm" fw={600}>{label}</Text>, <Text key="t" size="sm">{entry.text}</Text>);
    case 'message':
    case 'staff-message':
      return say(<Text key="w" size="sm">{[label, sayPurpose(text(detail['purpose']), language)].filter(Boolean).join(' · ')}</Text>, <Text key="t" size="sm" c="dark.4">{t('to', { who: role(text(detail['recipient'])) })}{detail['channel'] ? marks.aside(channel(text(detail['channel']))) : ''}</Text>);
    case 'change':
      return <Text size="sm">{[change(text(detail['type'])), label].filter(Boolean).join(marks.colon)}</Text>;
    case 'call':
      return say(<Text key="w" size="sm">{label || t('why')}</Text>, ...list(detail['outcomes']).map((one, i) => <Text key={i} size="sm" c="dark.4">{outcome(text(typeof one === 'object' && one !== null && 'outcome' in one ? one.outcome : ''))}</Text>));
    case 'task':
      return say(<Text key="w" size="sm">{label}</Text>, <Text key="n" size="sm" c="dark.4">{text(detail['note'])}</Text>);
    default:
      return say(<Text key="w" size="sm">{label || (kind === 'form' ? t('unasked') : '')}</Text>, entry.text ? <Text key="v" size="sm" fw={600} className="numbers">{entry.text}</Text> : null, detail['late'] === true ? <Text key="l" size="sm">{t('lateAnswer')}</Text> : null);
  }
}

/** Nothing is repeated: a day that was kept shows its hour alone. */
function Planned({ entry: { plannedAt, actualAt, kind } }: { entry: TimelineEntry }) {
  const { moment, day, clock } = useTimes();
  if (plannedAt === null) return null;
  if (actualAt === null) return <Text size="sm">{moment(plannedAt)}</Text>;
  const same = day(plannedAt) === day(actualAt);
  return <Text size="sm" fw={same || kind === 'message' ? 400 : 700}>{moment(plannedAt)} → {same ? clock(actualAt) : moment(actualAt)}</Text>;
}

function Outcome({ entry }: { entry: TimelineEntry }) {
  const t = useText(patientTexts);
  const marks = useMarks();
  const [status, reason] = [useWords(statusTexts), useWords(reasonTexts)];
  const { kind, state, detail } = entry;
  if (kind === 'change') return entry.reason === null ? null : <Text size="sm">{[reason(entry.reason.split('/')[0] ?? ''), noteOf(detail)].filter(Boolean).join(' · ')}</Text>;
  const partly = kind === 'form' && state === 'planned' && list(detail['answers']).length > 0;
  const because = entry.reason === null || entry.reason === '' ? null : reason(entry.reason.split(':')[0] ?? '');
  const said = because === null ? status(entry.status) : entry.status === 'suppressed' ? t('notSent', { reason: because }) : entry.status === 'failed' ? t('failedFor', { reason: because }) : entry.status === 'cancelled' ? t('leftOut', { reason: because }) : `${status(entry.status)}${marks.aside(because)}`;
  return (
    <Group gap={6} wrap="nowrap">
      <Sign state={state} level={kind === 'case' ? entry.level : null} />
      <Text size="sm">{partly ? status('partly') : said}{detail['possiblyDoubled'] === true ? ` · ${t('maybeTwice')}` : ''}</Text>
    </Group>
  );
}

/** What whoever paused or stopped it wrote beside the reason. */
function noteOf({ data }: TimelineEntry['detail']): string {
  return typeof data === 'object' && data !== null && 'note' in data && typeof data.note === 'string' ? data.note : '';
}

/** Why it is so, or the answers themselves. The drawer's place is in the address. */
function More({ entry }: { entry: TimelineEntry }) {
  const t = useText(patientTexts);
  const { go } = usePlace();
  const { kind, state, step, episodeId, detail } = entry;
  const answers = list(detail['answers']).map(String);
  if (answers.length > 0) return <Anchor component="button" type="button" size="sm" onClick={() => go({ answer: answers.at(-1) ?? null })}>{t('answers')}</Anchor>;
  if (kind === 'message' || kind === 'staff-message' || kind === 'case') return <Anchor component="button" type="button" size="sm" onClick={() => go({ why: entry.id })}>{t('why')}</Anchor>;
  if (step !== null && kind !== 'change' && state !== 'happened') return <Anchor component="button" type="button" size="sm" onClick={() => go({ whynot: `${episodeId}/${step}` })}>{t('whyNot')}</Anchor>;
  return null;
}
