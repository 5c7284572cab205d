/** The timeline in words: what the picture shows, and what it has no room for. */
import { List } from '@mantine/core';
import type { PackageView } from '../../../../api/package-view.js';
import type { OutlineStep } from '../../../../pathways/outline/outline.js';
import { useText } from '../../language.js';
import { anchorTexts, oneKindTexts, serviceTexts } from '../../texts/care-words.js';
import { packageTexts } from '../../texts/packages.js';
import { roleTexts } from '../../texts/roles.js';
import { useWords } from '../../words.js';
import { Text } from '../light/light.js';
import { Table } from '../light/Table.js';
import { Wide } from '../Wide.js';

export function TimelineTable({ view }: { view: PackageView }) {
  const t = useText(packageTexts);
  const kind = useText(oneKindTexts);
  const role = useText(roleTexts);
  return (
    <Wide label={t('asTable')}>
      <Table verticalSpacing="xs" striped withRowBorders>
        <Table.Thead><Table.Tr>{(['step', 'kind', 'when', 'who', 'what'] as const).map((key) => <Table.Th key={key} scope="col">{t(key)}</Table.Th>)}</Table.Tr></Table.Thead>
        <Table.Tbody>
          {view.steps.map((step) => (
            <Table.Tr key={step.step} style={{ verticalAlign: 'top' }}>
              <Table.Th scope="row" fw={500} miw={140}>{step.label}<Text size="xs" c="gray.7">{step.step}</Text></Table.Th>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>{kind(step.kind)}</Table.Td>
              <Table.Td miw={190}><When step={step} /><Deadline of={step.deadline} /></Table.Td>
              <Table.Td miw={90}>{step.who in roleTexts ? role(step.who as keyof typeof roleTexts) : step.who}</Table.Td>
              <Table.Td><What step={step} forms={view.forms} /></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Wide>
  );
}

/** Of a task, whatever starts it. */
function Deadline({ of }: { of: OutlineStep['deadline'] }) {
  const t = useText(packageTexts);
  if (of === null) return null;
  return <Text size="xs" c="gray.7">{of.byTime === null ? t('withinHours', { n: of.withinHours ?? 0 }) : t('byTime', { at: of.byTime })}</Text>;
}

function When({ step }: { step: OutlineStep }) {
  const t = useText(packageTexts);
  const anchor = useText(anchorTexts);
  const { days, times, triggered, after } = step;
  if (triggered) {
    const rules = triggered.byRules.join(', ');
    return <>{rules === '' ? t('byNobody') : t('byRule', { rules, hours: triggered.afterHours })}{triggered.at === null ? '' : ` ${t('atTime', { at: triggered.at })}`}</>;
  }
  const [first = 0, second = first + 1] = days;
  const last = days.at(-1) ?? first;
  if (step.onRequest) return <>{t('onRequest', step.onRequest)}</>;
  if (after && !after.itself) return <>{t('afterDone', { step: after.step, days: after.days.join(', '), times: times.join(', ') })}</>;
  const even = days.length > 4 && days.every((day, n) => day === first + n * (second - first));
  return (
    <>
      {even ? t('everyDay', { from: first, until: last, every: second - first, times: times.join(', ') }) : t('dayList', { days: days.join(', '), times: times.join(', ') })}
      <Text size="xs" c="gray.7">{step.anchor === null ? '' : t('after', { anchor: anchor(step.anchor) })}{step.inMonths ? ` · ${t('months')}` : ''}</Text>
      {after ? <Text size="xs">{t('rolling', { days: after.days.join(', ') })}{after.until === null ? '' : ` ${t('untilDay', { day: after.until })}`}</Text> : null}
      {step.window && (step.window.early > 0 || step.window.late > 0) ? <Text size="xs" c="gray.7">{t('window', step.window)}</Text> : null}
      {step.stopWhen === null ? null : <Text size="xs" c="gray.7">{t('until', { condition: step.stopWhen })}</Text>}
      {step.reminders.map(({ purpose, daysBefore, at }) => <Text key={purpose} size="xs" c="gray.7">{t('eve', { n: daysBefore, at })}</Text>)}
    </>
  );
}

function What({ step, forms }: { step: OutlineStep; forms: PackageView['forms'] }) {
  const t = useText(packageTexts);
  const service = useWords(serviceTexts);
  const titles = step.forms.map((id) => forms.find(({ form }) => form === id)?.title ?? id);
  return (
    <>
      {step.text === null ? null : <Text size="sm" lineClamp={4}>{step.text}</Text>}
      {step.service === null ? null : <Text size="sm">{service(step.service)}</Text>}
      {titles.length === 0 ? null : <Text size="xs" c="gray.7">{`${t('records')}: ${titles.join(' · ')}`}</Text>}
      {step.materials.length === 0 ? null : <Text size="xs" c="gray.7">{`${t('materials')}: ${step.materials.join(' · ')}`}</Text>}
      {step.sop.length === 0 ? null : <details><summary>{`${t('sop')} (${step.sop.length})`}</summary><List type="ordered" size="xs">{step.sop.map((line, n) => <List.Item key={n}>{line}</List.Item>)}</List></details>}
    </>
  );
}
