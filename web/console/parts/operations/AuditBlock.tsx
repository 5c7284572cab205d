/** What the last audit found, check by check, and asking for another. */
import { Button, List } from '@mantine/core';
import type { AuditRun } from '../../../../db/audit/runs.js';
import { useLanguage, useText } from '../../language.js';
import { useRead } from '../../live.js';
import { useMay, useMe } from '../../session.js';
import { operationsTexts } from '../../texts/operations.js';
import { sayMoment } from '../../when.js';
import { useAct } from '../act.js';
import { Group, Text } from '../light/light.js';
import { Read } from '../Read.js';
import { Block, Rows } from './Block.js';
import type { Audits } from './operations.js';

/** Breaches shown of one check; the command line lists all. */
const mostShown = 20;
const causes = { nightly: 'nightly', asked: 'byButton', command: 'command' } as const;

export function AuditBlock() {
  const t = useText(operationsTexts);
  const audits = useRead<Audits>('/operations/audits', ['audit']);
  const ask = useAct<Record<string, never>>({ path: '/operations/audits', done: t('asked') });
  const may = useMay('audit:run');
  return (
    <Block title={t('audit')}>
      <Text size="sm" mb="xs">{t('auditLead')}</Text>
      <Read of={audits}>
        {({ items }) => {
          const busy = items.some(({ state }) => state === 'waiting' || state === 'running');
          const last = items.find(({ state }) => state === 'finished');
          return (
            <>
              {may ? <Group mb="xs"><Button loading={ask.isPending} disabled={busy} onClick={() => ask.mutate({})}>{t('run')}</Button><Text size="sm" role="status">{busy ? t(items[0]?.state === 'running' ? 'running' : 'waiting') : ''}</Text></Group> : null}
              {last ? <Last run={last} /> : <Text>{t('never')}</Text>}
              {items.length > 1 ? <Earlier runs={items} /> : null}
            </>
          );
        }}
      </Read>
    </Block>
  );
}

function useSay(): { when: (at: string | null) => string; verdict: (run: AuditRun) => string } {
  const t = useText(operationsTexts);
  const { language } = useLanguage();
  const { hospital } = useMe();
  return {
    when: (at) => (at === null ? '–' : sayMoment(at, language, hospital.zone)),
    verdict: ({ state, breaches, failure }) => (state === 'failed' ? `${t('auditFailed')}: ${failure ?? ''}` : breaches === null ? t(state) : breaches === 0 ? t('clean') : t('broken', { n: breaches })),
  };
}

function Last({ run }: { run: AuditRun }) {
  const t = useText(operationsTexts);
  const { when, verdict } = useSay();
  return (
    <>
      <Text fw={700} c={run.breaches === 0 ? 'teal.9' : '#b3170f'}>{`${verdict(run)} · ${when(run.finishedAt)}`}</Text>
      <Rows label={t('audit')} heads={[t('check'), t('promise'), t('looked'), t('result')]} empty={t('never')}
        rows={(run.results ?? []).map((one) => ({
          key: one.check,
          cells: [one.check, `promise-${one.check}` in operationsTexts ? t(`promise-${one.check}` as keyof typeof operationsTexts) : one.promise, one.looked, <div key="result">{one.breaches.length === 0 ? t('clean') : t('broken', { n: one.breaches.length })}{one.note === null ? null : <Text size="xs" c="gray.7">{one.note}</Text>}
            <List size="xs">{one.breaches.slice(0, mostShown).map(({ ref, what }) => <List.Item key={`${ref} ${what}`}>{`${ref}: ${what}`}</List.Item>)}</List></div>],
        }))} />
    </>
  );
}

function Earlier({ runs }: { runs: readonly AuditRun[] }) {
  const t = useText(operationsTexts);
  const { when, verdict } = useSay();
  return (
    <details>
      <summary>{t('earlier')}</summary>
      <Rows label={t('earlier')} heads={[t('at'), t('cause'), t('by'), t('result')]} empty="" rows={runs.map((run) => ({ key: run.runId, cells: [when(run.finishedAt ?? run.askedAt), t(causes[run.cause]), run.askedBy ?? '–', verdict(run)] }))} />
    </details>
  );
}
