/** One consent given or withdrawn later: with the text in front of both, how it was said, and the scan where there is one. */
import { Button, FileInput, Select, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { ConsentText } from '../../../../db/people/consents.js';
import type { ConsentKind } from '../../../../pathways/people/consent-texts.js';
import { newKey, upload } from '../../api.js';
import { useLanguage, useText } from '../../language.js';
import { useRead } from '../../live.js';
import { launchTexts } from '../../texts/launch.js';
import { patientTexts } from '../../texts/patient.js';
import { withQuery } from '../../with-query.js';
import { useAct } from '../act.js';
import { Dialog, inFront } from '../Dialog.js';
import { ways, type Way } from '../launch/ConsentsPart.js';
import { Group, Stack, Text } from '../light/light.js';

type Props = { patientId: string; kind: ConsentKind; give: boolean; title: string; close: () => void };

export function ConsentChange({ patientId, kind, give, title, close }: Props) {
  const t = useText(patientTexts);
  const say = useText(launchTexts);
  const { language } = useLanguage();
  const [how, choose] = useState<Way>(give ? 'signed' : 'spoken');
  const [relation, relate] = useState('');
  const [scan, take] = useState<File | null>(null);
  const [key] = useState(newKey);
  const [problem, complain] = useState<string | null>(null);
  const texts = useRead<{ items: ConsentText[] }>('/consent-texts', []);
  const text = texts.data?.items.find((one) => one.kind === kind);
  const record = useAct<{ decisions: Record<string, unknown>[] }>({ path: `/patients/${patientId}/consents`, done: t('consentRecorded'), then: close });
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (how === 'proxy' && relation.trim() === '') return complain(say('relationNeeded'));
    if (how === 'scanned' && scan === null) return complain(say('scanNeeded'));
    if (give && text === undefined) return;
    complain(null);
    try {
      const file = how === 'scanned' && scan !== null ? (await upload<{ id: string }>(withQuery('/files', { kind: 'document', patientId }), scan, scan.type, key)).id : null;
      record.mutate({ decisions: [{ kind, decision: give ? 'given' : 'withdrawn', how, ...(give ? { textVersion: text?.version } : {}), ...(how === 'proxy' ? { proxyRelation: relation.trim() } : {}), ...(file === null ? {} : { fileId: file }) }] });
    } catch (error) {
      complain(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Dialog title={title} close={close} size="lg">
      <form noValidate onSubmit={(event) => void submit(event)}>
        <Stack gap="sm">
          {text === undefined ? null : <Text size="sm">{language === 'en' ? text.en : text.zh}</Text>}
          {give ? null : <Text size="sm" fw={600}>{t('withdrawHint')}</Text>}
          <Select label={say('how')} data={ways.map((value) => ({ value, label: say(value) }))} value={how} allowDeselect={false} comboboxProps={inFront} onChange={(chosen) => choose(ways.find((one) => one === chosen) ?? 'signed')} w={240} />
          {how === 'proxy' ? <TextInput label={say('proxyRelation')} withAsterisk value={relation} maxLength={40} error={problem} onChange={({ currentTarget }) => relate(currentTarget.value)} w={240} /> : null}
          {how === 'scanned' ? <FileInput label={say('scan')} withAsterisk accept="image/jpeg,image/png,image/webp,application/pdf" value={scan} error={problem} onChange={take} w={320} /> : null}
          {problem !== null && how !== 'proxy' && how !== 'scanned' ? <Text role="alert" size="sm" c="red.9">{problem}</Text> : null}
          <Group justify="flex-end"><Button variant="default" onClick={close}>{say('back')}</Button><Button type="submit" color={give ? 'wuyou' : 'red.9'} loading={record.isPending}>{title}</Button></Group>
        </Stack>
      </form>
    </Dialog>
  );
}
