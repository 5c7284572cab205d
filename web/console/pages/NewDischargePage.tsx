/** A discharge entered by hand: what a case manager knows at the bedside, then straight to the launch. */
import { Alert, Button, Fieldset, Select, SimpleGrid, Textarea, TextInput, Title } from '@mantine/core';
import { useRef, useState, type FormEvent } from 'react';
import { Link, useLocation } from 'wouter';
import { ApiProblem, send } from '../api.js';
import { useText } from '../language.js';
import { today } from '../parts/discharges/today.js';
import { Anchor, Group, Stack, Text } from '../parts/light/light.js';
import { isCtrlEnter, usePageKeys } from '../parts/page-keys.js';
import { paths } from '../paths.js';
import { useMe } from '../session.js';
import { peopleTexts } from '../texts/people.js';

/** In the order of the page. */
const fields = ['familyName', 'givenName', 'birthDate', 'mrn', 'nationalId', 'mobile', 'relativePhone', 'relativeName', 'relation', 'stayNo', 'admitted', 'dischargedOn', 'operation', 'operatedOn', 'diagnoses', 'medicines'] as const;
type Field = (typeof fields)[number];
const needed: readonly Field[] = ['familyName', 'mrn', 'stayNo', 'dischargedOn'];
/** What is wrong with it when the API refuses it; the others are said in general. */
const wrong: Partial<Record<Field, 'wrong_mobile' | 'wrong_nationalId' | 'wrong_admitted'>> = { mobile: 'wrong_mobile', relativePhone: 'wrong_mobile', nationalId: 'wrong_nationalId', admitted: 'wrong_admitted' };

/** Where the API's pointer belongs on this form. */
const places: readonly (readonly [RegExp, Field])[] = [
  [/^\/contacts\/0/, 'mobile'], [/^\/contacts/, 'relativePhone'], [/^\/patient\/birthDate/, 'birthDate'], [/^\/patient\/nationalId/, 'nationalId'], [/^\/stay\/admittedAt/, 'admitted'], [/^\/stay\/dischargedAt/, 'dischargedOn'], [/^\/procedures/, 'operatedOn'],
];

/** The family's phone is the first contact when the patient has none of their own. */
const placeIn = (values: Readonly<Record<Field, string>>) => (pointer: string): Field | undefined => {
  const field = places.find(([at]) => at.test(pointer))?.[1];
  return field === 'mobile' && values.mobile.trim() === '' ? 'relativePhone' : field;
};

export default function NewDischargePage() {
  const t = useText(peopleTexts);
  const { hospital } = useMe();
  const [, go] = useLocation();
  const [values, set] = useState<Record<Field, string>>(() => ({ ...Object.fromEntries(fields.map((field) => [field, ''])) as Record<Field, string>, dischargedOn: today(hospital.zone) }));
  const [sex, chooseSex] = useState<string>('unknown');
  const [problems, say] = useState<Partial<Record<Field, string>>>({});
  const [failure, fail] = useState<string | null>(null);
  const [remarked, remark] = useState<{ dischargeId: string; remarks: string[] } | null>(null);
  const [busy, wait] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  usePageKeys((event) => {
    if (!isCtrlEnter(event)) return false;
    if (!event.repeat) form.current?.requestSubmit();
    return true;
  });
  const point = (field: Field | undefined): void => document.getElementById(field ?? '')?.focus();

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const missing = needed.filter((field) => values[field].trim() === '');
    say(Object.fromEntries(missing.map((field) => [field, t('required')])));
    fail(null);
    remark(null);
    if (busy) return;
    if (missing.length > 0) return point(missing[0]);
    wait(true);
    try {
      const stored = await send<{ dischargeId: string; remarks: string[] }>('POST', '/discharges', recordOf(values, sex));
      // What was taken otherwise than it was typed is read before the launch.
      if (stored.remarks.length > 0) return remark(stored);
      go(paths.launch(stored.dischargeId));
    } catch (error) {
      const complaints = error instanceof ApiProblem ? error.errors.map(({ pointer }) => placeIn(values)(pointer)) : [];
      const found = complaints.flatMap((field) => (field === undefined ? [] : [field]));
      say(Object.fromEntries(found.map((field) => [field, t(wrong[field] ?? 'wrong')])));
      // What has no place on the page is said in the API's own words.
      fail(found.length > 0 && found.length === complaints.length ? t('wrongSome') : error instanceof Error ? error.message : String(error));
      point(fields.find((field) => found.includes(field)));
    } finally {
      wait(false);
    }
  };
  const input = (field: Field, more: { type?: string; autoFocus?: boolean } = {}) => (
    <TextInput id={field} label={t(field)} value={values[field]} error={problems[field] ?? null} withAsterisk={needed.includes(field)} autoComplete="off" maxLength={120} {...more}
      onChange={({ currentTarget }) => set({ ...values, [field]: currentTarget.value })} />
  );
  const lines = (field: Field) => <Textarea id={field} label={t(field)} value={values[field]} autosize minRows={2} maxLength={2000} onChange={({ currentTarget }) => set({ ...values, [field]: currentTarget.value })} />;
  return (
    <form ref={form} noValidate onSubmit={(event) => void submit(event)}><Stack maw={960}>
      <Title order={1}>{t('newTitle')}</Title>
      {failure === null ? null : <Alert color="red" variant="outline" role="alert">{failure}</Alert>}
      {remarked === null ? null : (
        <Alert color="orange" variant="outline" role="alert" title={t('storedOtherwise')}>
          {remarked.remarks.map((one) => <Text key={one}>{one}</Text>)}
          <Anchor component={Link} href={paths.launch(remarked.dischargeId)}>{t('launch')}</Anchor>
        </Alert>
      )}
      <Fieldset legend={t('person')}>
        <SimpleGrid cols={{ base: 1, sm: 2, md: 4 }} style={{ alignItems: 'start' }}>
          {input('familyName', { autoFocus: true })}{input('givenName')}
          <Select label={t('sex')} data={(['unknown', 'female', 'male'] as const).map((value) => ({ value, label: t(value) }))} value={sex} allowDeselect={false} onChange={(value) => chooseSex(value ?? 'unknown')} />
          {input('birthDate', { type: 'date' })}{input('mrn')}{input('nationalId')}
        </SimpleGrid>
      </Fieldset>
      <Fieldset legend={t('contactPart')}>
        <SimpleGrid cols={{ base: 1, sm: 2, md: 4 }}>{input('mobile', { type: 'tel' })}{input('relativePhone', { type: 'tel' })}{input('relativeName')}{input('relation')}</SimpleGrid>
      </Fieldset>
      <Fieldset legend={t('stayPart')}>
        <SimpleGrid cols={{ base: 1, sm: 2, md: 4 }}>{input('stayNo')}{input('admitted', { type: 'date' })}{input('dischargedOn', { type: 'date' })}<div />{input('operation')}{input('operatedOn', { type: 'date' })}</SimpleGrid>
        <SimpleGrid cols={{ base: 1, sm: 2 }} mt="sm">{lines('diagnoses')}{lines('medicines')}</SimpleGrid>
      </Fieldset>
      <Group justify="flex-end"><Button type="submit" loading={busy}>{t('save')}</Button></Group>
    </Stack></form>
  );
}

function recordOf(v: Record<Field, string>, sex: string) {
  const lines = (text: string): string[] => text.split(/[\n;；]/).map((line) => line.trim()).filter((line) => line !== '');
  const given = (text: string): string | null => (text.trim() === '' ? null : text.trim());
  const relative = { ...(given(v.relation) ? { relation: v.relation.trim() } : {}), ...(given(v.relativeName) ? { name: v.relativeName.trim() } : {}) };
  return {
    patient: {
      identifiers: [{ system: 'mrn', value: v.mrn.trim() }], familyName: v.familyName.trim(), givenName: v.givenName.trim(), birthDate: given(v.birthDate), sex, ...(given(v.nationalId) ? { nationalId: v.nationalId.trim() } : {}),
    },
    contacts: [...(given(v.mobile) ? [{ owner: 'patient', kind: 'mobile', value: v.mobile.trim() }] : []), ...(given(v.relativePhone) ? [{ owner: 'family', kind: 'mobile', value: v.relativePhone.trim(), ...relative }] : [])],
    stay: { ref: v.stayNo.trim(), kind: 'inpatient', reason: lines(v.diagnoses)[0] ?? '', admittedAt: given(v.admitted), dischargedAt: given(v.dischargedOn) },
    conditions: lines(v.diagnoses).map((display) => ({ display })),
    procedures: given(v.operation) ? [{ display: v.operation.trim(), performedAt: given(v.operatedOn) }] : [],
    medications: lines(v.medicines).map((display) => ({ display })),
  };
}
