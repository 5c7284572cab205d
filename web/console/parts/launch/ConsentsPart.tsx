/** What the patient agrees to, each by itself, with the text in front of both; how it was agreed is said once. */
import { Checkbox, FileInput, Select, TextInput } from '@mantine/core';
import type { ConsentText } from '../../../../db/people/consents.js';
import type { ConsentRow } from '../../../../db/read-models/consent-list.js';
import type { ConsentKind } from '../../../../pathways/people/consent-texts.js';
import { useLanguage, useText } from '../../language.js';
import { useMe } from '../../session.js';
import { launchTexts } from '../../texts/launch.js';
import { sayDay } from '../../when.js';
import { Group, Stack, Text } from '../light/light.js';
import { fieldId } from './complaint.js';
import { Part } from './Part.js';

export const ways = ['signed', 'scanned', 'proxy', 'spoken'] as const;
export type Way = (typeof ways)[number];
export type ConsentForm = { agreed: Readonly<Partial<Record<ConsentKind, boolean>>>; how: Way; proxyRelation: string; scan: File | null };
export const noConsents: ConsentForm = { agreed: {}, how: 'signed', proxyRelation: '', scan: null };

const asked: readonly ConsentKind[] = ['sms', 'photos', 'family', 'family-doctor'];

type Props = { texts: readonly ConsentText[]; records: readonly ConsentRow[]; form: ConsentForm; change: (form: ConsentForm) => void; /** Self-pay packages that were chosen, e.g. `Wound care ¥1280.00`; empty: none. */ selfPay: readonly string[]; problem: (field: string) => string | null };

export function ConsentsPart({ texts, records, form, change, selfPay, problem }: Props) {
  const t = useText(launchTexts);
  const agree = (kind: ConsentKind, on: boolean): void => change({ ...form, agreed: { ...form.agreed, [kind]: on } });
  return (
    <Part n={4}>
      <Stack gap="sm">
        <Text size="sm">{t('consentLead')}</Text>
        <Group align="flex-start">
          <Select label={t('how')} data={ways.map((value) => ({ value, label: t(value) }))} value={form.how} allowDeselect={false} onChange={(how) => change({ ...form, how: ways.find((one) => one === how) ?? 'signed' })} w={240} />
          {form.how === 'proxy' ? <TextInput id={fieldId('proxy')} label={t('proxyRelation')} withAsterisk value={form.proxyRelation} maxLength={40} error={problem('proxy')} onChange={({ currentTarget }) => change({ ...form, proxyRelation: currentTarget.value })} /> : null}
          {form.how === 'scanned' ? <FileInput id={fieldId('scan')} label={t('scan')} withAsterisk accept="image/jpeg,image/png,image/webp,application/pdf" value={form.scan} error={problem('scan')} onChange={(scan) => change({ ...form, scan })} w={280} /> : null}
        </Group>
        {asked.map((kind) => <One key={kind} kind={kind} text={texts.find((one) => one.kind === kind)} latest={records.find((one) => one.kind === kind)} on={form.agreed[kind] ?? false} agree={(on) => agree(kind, on)} problem={problem(kind)} />)}
        {selfPay.length > 0 ? (
          <One kind="service-notice" text={texts.find((one) => one.kind === 'service-notice')} latest={undefined} on={form.agreed['service-notice'] ?? false} agree={(on) => agree('service-notice', on)} problem={problem('service-notice')} label={t('noticeFor', { what: selfPay.join(', ') })} />
        ) : null}
      </Stack>
    </Part>
  );
}

type OneProps = { kind: ConsentKind; text: ConsentText | undefined; latest: ConsentRow | undefined; on: boolean; agree: (on: boolean) => void; problem: string | null; label?: string };

function One({ kind, text, latest, on, agree, problem, label }: OneProps) {
  const t = useText(launchTexts);
  const { language } = useLanguage();
  const { hospital } = useMe();
  const when = latest ? sayDay(latest.recordedAt, language, hospital.zone) : '';
  const standing = latest === undefined ? null : latest.decision === 'given' ? t('given', { how: t(latest.how), when }) : t('withdrawn', { when });
  return (
    <div>
      <Checkbox id={fieldId(kind)} checked={on} error={problem} onChange={({ currentTarget }) => agree(currentTarget.checked)} label={label ?? (latest?.decision === 'given' ? `${t(kind)} · ${t('agreeAgain')}` : t(kind))} description={standing} />
      {text ? <details className="consent"><summary>{t('text', { n: text.version })}</summary><p>{language === 'en' ? text.en : text.zh}</p></details> : null}
    </div>
  );
}
