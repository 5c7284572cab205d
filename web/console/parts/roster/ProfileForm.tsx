/** Rank, years, skills, certificates, districts and daily load of one person; what that does to confirmed visits is shown before it is saved. */
import { Checkbox, Group, NumberInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Profile } from '../../../../db/visits/people.js';
import type { District } from '../../../../db/visits/surroundings.js';
import { serviceNeeds } from '../../../../pathways/visits/service-needs.js';
import { titles } from '../../../../pathways/visits/staff.js';
import { useText } from '../../language.js';
import { useRead } from '../../live.js';
import { rosterTexts } from '../../texts/roster.js';
import { useAct } from '../act.js';
import { Dialog, inFront } from '../Dialog.js';
import { Stack, Text } from '../light/light.js';
import { Certificates } from './Certificates.js';
import { SaveWithEffects } from './Effects.js';
import { apiErrors, profileErrors } from './field-errors.js';
import { useSkill } from './skill.js';

/** For somebody who was not sent anywhere so far. Load: C. */
export const newProfile: Profile = { title: 'senior', practiceSince: null, skills: [], certificates: [], districts: [], dailyLoad: 4, baseDistrict: null };
const knownSkills = [...new Set(Object.values(serviceNeeds).flatMap(({ skills }) => skills))].toSorted();

export function ProfileForm({ person, today, close }: { person: Profile & { accountId: string; displayName: string }; today: string; close: () => void }) {
  const t = useText(rosterTexts);
  const say = useSkill();
  const { accountId, displayName, title, practiceSince, skills, certificates, districts, dailyLoad, baseDistrict } = person;
  const [profile, setProfile] = useState<Profile>({ title, practiceSince, skills, certificates, districts, dailyLoad, baseDistrict });
  const [tried, setTried] = useState(false);
  const places = useRead<{ districts: District[] }>('/districts', ['staff']);
  const save = useAct<Profile>({ method: 'PUT', path: `/staff/${accountId}/profile`, done: t('profileSaved'), then: close });
  const put = (part: Partial<Profile>): void => setProfile((before) => ({ ...before, ...part }));
  const own = profileErrors(profile, today);
  const errors: Readonly<Record<string, string>> = { ...apiErrors(save.error), ...(tried ? Object.fromEntries(Object.entries(own).map(([at, key]) => [at, t(key)])) : {}) };
  const named = (code: string): string => places.data?.districts.find((one) => one.code === code)?.name ?? code;
  const everyDistrict = [...new Set([...(places.data?.districts.map(({ code }) => code) ?? []), ...profile.districts])];
  return (
    <Dialog title={t('profileOf', { name: displayName })} close={close} size="xl">
      <form noValidate onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (Object.keys(own).length === 0) save.mutate({ ...profile, certificates: profile.certificates.map((one) => ({ ...one, number: one.number.trim() })) });
      }}>
        <Stack>
          <Group grow align="flex-start">
            <Select label={t('rank')} data={titles.map((value) => ({ value, label: t(value) }))} value={profile.title} onChange={(chosen) => put({ title: titles.find((one) => one === chosen) ?? profile.title })} allowDeselect={false} comboboxProps={inFront} error={errors['title']} data-autofocus />
            <TextInput type="date" label={t('practiceSince')} description={t('practiceHint')} value={profile.practiceSince ?? ''} max={today} error={errors['practiceSince']} onChange={({ currentTarget }) => put({ practiceSince: currentTarget.value === '' ? null : currentTarget.value })} />
          </Group>
          <Checkbox.Group label={t('skills')} description={t('skillsHint')} value={profile.skills} onChange={(chosen) => put({ skills: chosen })} error={errors['skills']}>
            <Group mt={4}>{[...new Set([...knownSkills, ...skills])].map((skill) => <Checkbox key={skill} value={skill} label={say(skill)} />)}</Group>
          </Checkbox.Group>
          <Certificates certificates={profile.certificates} change={(list) => put({ certificates: list })} errors={errors} />
          <Checkbox.Group label={t('districts')} description={t('districtsHint')} value={profile.districts} onChange={(chosen) => put({ districts: chosen, baseDistrict: profile.baseDistrict })} error={errors['districts']}>
            <Group mt={4}>{everyDistrict.map((code) => <Checkbox key={code} value={code} label={named(code)} />)}</Group>
          </Checkbox.Group>
          <Group grow align="flex-start">
            <Select label={t('baseDistrict')} clearable clearButtonProps={{ 'aria-label': t('noBase') }} data={everyDistrict.map((code) => ({ value: code, label: named(code) }))} value={profile.baseDistrict} onChange={(chosen) => put({ baseDistrict: chosen })} comboboxProps={inFront} error={errors['baseDistrict']} />
            <NumberInput label={t('load')} min={0} max={20} clampBehavior="strict" allowDecimal={false} value={profile.dailyLoad} onChange={(value) => put({ dailyLoad: Number(value) })} error={errors['dailyLoad']} />
          </Group>
          {save.isError && Object.keys(errors).length === 0 ? <Text role="alert" c="#b3170f">{save.error.message}</Text> : null}
          <SaveWithEffects accountId={accountId} change={{ profile }} valid={Object.keys(own).length === 0} saving={save.isPending} close={close} />
        </Stack>
      </form>
    </Dialog>
  );
}
