/** "Breaking the glass": who it is, and why at once. What it sets off is said before it is sent. */
import { Alert, Button, Textarea, TextInput, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useLocation } from 'wouter';
import { isLocalDate } from '../../../../pathways/time.js';
import { ApiProblem } from '../../api.js';
import { useLanguage, useText } from '../../language.js';
import { readAgain } from '../../live.js';
import { paths } from '../../paths.js';
import { useMe } from '../../session.js';
import { emergencyTexts } from '../../texts/care-team.js';
import { sayMoment } from '../../when.js';
import { today } from '../discharges/today.js';
import { Group, Stack, Text } from '../light/light.js';
import { openRecord, type OpenedRecord, type Wish } from './open-record.js';

/** `patientId` null: she is named by record number and birth date. `outside`: said first, that the record did not open. `asked`: somebody pressed a button for it. */
export type EmergencyFormProps = { patientId: string | null; order: 1 | 2; outside?: boolean; asked?: boolean };

const shortest = 10;
const longest = 500;

export function EmergencyForm({ patientId, order, outside = false, asked = false }: EmergencyFormProps) {
  const t = useText(emergencyTexts);
  const { hospital } = useMe();
  const [written, write] = useState<Wish>({ recordNumber: '', birthDate: '', reason: '' });
  const [tries, tryIt] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  const open = useOpen(patientId);
  const wish: Wish = { recordNumber: written.recordNumber.trim(), birthDate: written.birthDate, reason: written.reason.trim() };
  const wrong = {
    recordNumber: patientId === null && wish.recordNumber === '' ? t('missing') : null,
    birthDate: patientId === null && !isLocalDate(wish.birthDate) ? t('missing') : null,
    reason: wish.reason.length < shortest ? t('tooShort', { n: wish.reason.length }) : null,
  };
  const refused = useRefusal(open.error, patientId);
  const errors = Object.fromEntries((['recordNumber', 'birthDate', 'reason'] as const).map((name) => [name, (tries > 0 && wrong[name]) || refused.at[name] || null]));
  // The keyboard goes to what has to be mended first.
  useEffect(() => {
    if (tries > 0 && !open.isPending) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [tries, open.isPending]);
  useEffect(() => {
    if (asked) form.current?.querySelector('input')?.focus();
  }, [asked]);
  const change = (name: keyof Wish) => ({ currentTarget: { value } }: { currentTarget: { value: string } }): void => {
    write((before) => ({ ...before, [name]: value }));
    open.reset();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    tryIt((n) => n + 1);
    if (Object.values(wrong).every((error) => error === null)) open.mutate(wish);
  };
  return (
    <Stack gap="sm" maw={640}>
      <Title order={order} size="h3">{t('title')}</Title>
      {outside ? <Text role="alert">{t('outside')}</Text> : null}
      <Text>{t('lead')}</Text>
      <Alert color="orange" variant="outline" role="note">{t('warning')}</Alert>
      <form ref={form} noValidate onSubmit={submit} aria-label={t('title')}>
        <Stack gap="sm">
          {patientId !== null ? null : (
            <>
              <TextInput label={t('recordNumber')} description={t('recordNumberHint')} value={written.recordNumber} maxLength={80} autoComplete="off" required error={errors['recordNumber']} onChange={change('recordNumber')} />
              <TextInput type="date" label={t('birthDate')} value={written.birthDate} max={today(hospital.zone)} required error={errors['birthDate']} onChange={change('birthDate')} maw={240} />
            </>
          )}
          <Textarea label={t('reason')} description={t('reasonHint')} value={written.reason} maxLength={longest} autosize minRows={3} required error={errors['reason']} onChange={change('reason')} />
          {refused.whole === null ? null : <Text role="alert" c="#b3170f">{refused.whole}</Text>}
          <Group><Button type="submit" loading={open.isPending}>{t('open')}</Button></Group>
        </Stack>
      </form>
    </Stack>
  );
}

/** Everything is read again, since more of it is seen now; what was asked for while the page loaded was refused. */
function useOpen(patientId: string | null) {
  const t = useText(emergencyTexts);
  const { language } = useLanguage();
  const { zone } = useMe().hospital;
  const [, go] = useLocation();
  return useMutation<OpenedRecord, Error, Wish>({
    gcTime: 0,
    mutationFn: (wish) => openRecord(patientId, wish),
    onSuccess: ({ patientId: opened, endsAt }) => {
      notifications.show({ message: endsAt === null ? t('openAnyway') : t('opened', { at: sayMoment(endsAt, language, zone) }), color: 'teal' });
      void readAgain();
      if (patientId === null) go(paths.patient(opened));
    },
  });
}

/** What the API refused: at its field where it names one. */
function useRefusal(error: Error | null, patientId: string | null): { at: Partial<Record<keyof Wish, string>>; whole: string | null } {
  const t = useText(emergencyTexts);
  if (error === null) return { at: {}, whole: null };
  if (!(error instanceof ApiProblem)) return { at: {}, whole: error.message };
  if (error.reason === 'unknown-patient' && patientId === null) return { at: { recordNumber: t('notFound'), birthDate: t('notFound') }, whole: null };
  const at = Object.fromEntries(error.errors.map(({ pointer, detail }) => [pointer.slice(1), detail]));
  return { at, whole: error.status === 401 || ['recordNumber', 'birthDate', 'reason'].some((name) => name in at) ? null : error.message };
}
