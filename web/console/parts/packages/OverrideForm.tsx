/** A department's own value for one parameter, with the reason that becomes its source mark. */
import { Button, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ParameterRow } from '../../../../api/package-view.js';
import { useLanguage, useText } from '../../language.js';
import { packageTexts } from '../../texts/packages.js';
import { Dialog } from '../Dialog.js';
import { Group, Stack, Text } from '../light/light.js';
import { sayValue } from './Parameters.js';

export type Override = { parameter: string; value: string | string[]; reason: string };

export function OverrideForm({ parameter, hint, busy, close, save }: { parameter: ParameterRow | null; hint: string | null; busy: boolean; close: () => void; save: (override: Override) => void }) {
  const t = useText(packageTexts);
  return parameter === null ? null : (
    <Dialog title={t('changeOf', { name: parameter.name })} close={close}>
      <Fields key={parameter.name} parameter={parameter} hint={hint} busy={busy} close={close} save={save} />
    </Dialog>
  );
}

function Fields({ parameter, hint, busy, close, save }: { parameter: ParameterRow; hint: string | null; busy: boolean; close: () => void; save: (override: Override) => void }) {
  const t = useText(packageTexts);
  const { language } = useLanguage();
  const list = Array.isArray(parameter.value);
  const [value, setValue] = useState(Array.isArray(parameter.value) ? parameter.value.join('\n') : parameter.value);
  const [reason, setReason] = useState(parameter.override?.reason ?? '');
  const lines = value.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  const ready = lines.length > 0 && reason.trim().length >= 3;
  return (
    <form onSubmit={(event) => {
      event.preventDefault();
      if (ready && !busy) save({ parameter: parameter.name, value: list ? lines : (lines[0] ?? ''), reason: reason.trim() });
    }}>
      <Stack>
        <Text size="sm">{`${sayValue(parameter, language)} · ${parameter.source}`}</Text>
        {list ? <Textarea label={t('newValues')} value={value} onChange={(event) => setValue(event.currentTarget.value)} autosize minRows={3} required data-autofocus /> : <TextInput label={`${t('newValue')} (${parameter.unit})`} value={value} onChange={(event) => setValue(event.currentTarget.value)} required data-autofocus />}
        <Textarea label={t('whyOwn')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} autosize minRows={2} maxLength={300} required />
        {hint === null ? null : <Text size="sm" c="gray.7">{hint}</Text>}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>{t('cancel')}</Button>
          <Button type="submit" loading={busy} disabled={!ready}>{t('save')}</Button>
        </Group>
      </Stack>
    </form>
  );
}
