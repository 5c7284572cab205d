/** Starts a package that this one includes: which one, after which stay, with the dates and numbers that it asks for. Nothing is ordered or paid. */
import { Alert, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { DischargeRow } from '../../../../db/read-models/discharge-list.js';
import type { IncludedLine } from '../../../../db/read-models/included-list.js';
import type { PackageOffer } from '../../../../db/read-models/offer-list.js';
import type { ChartEpisode } from '../../../../db/read-models/patient-chart.js';
import { useLanguage, useText } from '../../language.js';
import { useRead } from '../../live.js';
import { useMe } from '../../session.js';
import { includeTexts } from '../../texts/include.js';
import { launchTexts } from '../../texts/launch.js';
import { patientActTexts } from '../../texts/patient.js';
import { refusalTexts } from '../../texts/people.js';
import { withQuery } from '../../with-query.js';
import { useAct } from '../act.js';
import { Dialog } from '../Dialog.js';
import { clinicalOf } from '../discharges/clinical.js';
import { usePreview } from '../launch/PreviewPart.js';
import { PersonalFields } from '../personal/PersonalFields.js';
import { valuesIn, type Written } from '../personal/written.js';
import { Read } from '../Read.js';
import { useChart } from './chart.js';

type Props = { of: ChartEpisode; close: () => void };

export function IncludeForm({ of, close }: Props) {
  const t = useText(includeTexts);
  const { patient } = useChart();
  const included = useRead<{ items: IncludedLine[] }>(`/episodes/${of.episodeId}/included`, ['episode', 'entitlement', 'package']);
  const stays = useRead<{ items: DischargeRow[] }>(withQuery('/discharges', { patientId: patient.patientId, limit: 20 }), ['discharge', 'episode', 'patient']);
  return (
    <Dialog title={`${t('title')} · ${of.title}`} close={close} size="lg">
      <Read of={included}>{({ items: lines }) => {
        const open = lines.filter(({ remaining }) => remaining > 0);
        return open.length === 0 ? <Text>{t('usedUp')}</Text> : (
          <Read of={stays}>{({ items }) => (items.length === 0 ? <Text>{t('noStay')}</Text> : <Stay of={of} close={close} stays={items} packages={[...new Set(open.flatMap(({ packages }) => packages))]} left={open.reduce((sum, { remaining }) => sum + remaining, 0)} />)}</Read>
        );
      }}</Read>
    </Dialog>
  );
}

/** The newest stay first: it is the one that the package follows. */
function Stay({ of, close, stays, packages, left }: Props & { stays: readonly DischargeRow[]; packages: readonly string[]; left: number }) {
  const t = useText(includeTexts);
  const day = (row: DischargeRow): string => clinicalOf(row.clinical).dischargedOn ?? '';
  const newest = stays.toSorted((a, b) => day(b).localeCompare(day(a)));
  const [dischargeId, choose] = useState(newest[0]?.dischargeId ?? '');
  const offers = useRead<{ items: PackageOffer[] }>(`/discharges/${dischargeId}/offers`, ['episode', 'package']);
  const chosen = newest.find((row) => row.dischargeId === dischargeId);
  return (
    <Stack>
      <Text size="sm">{t('left', { n: left })}</Text>
      <Select label={t('stay')} allowDeselect={false} value={dischargeId} onChange={(value) => choose(value ?? '')} data={newest.map((row) => ({ value: row.dischargeId, label: [row.encounterRef, day(row)].join(' · ') }))} />
      <Read of={offers}>{({ items }) => <Which key={dischargeId} of={of} close={close} dischargeId={dischargeId} surgeryOn={chosen ? clinicalOf(chosen.clinical).surgeryOn : null} offers={items.filter(({ packageId }) => packages.includes(packageId))} />}</Read>
    </Stack>
  );
}

function Which({ of, close, dischargeId, surgeryOn, offers }: Props & { dischargeId: string; surgeryOn: string | null; offers: readonly PackageOffer[] }) {
  const [t, l, a] = [useText(includeTexts), useText(launchTexts), useText(patientActTexts)];
  const { language } = useLanguage();
  const { hospital } = useMe();
  const word = (phrase: { zh: string | null; en: string | null }): string => (language === 'en' ? phrase.en : phrase.zh) ?? '';
  const ready = offers.filter(({ signed }) => hospital.kind === 'training' || signed);
  const [packageId, choose] = useState<string | null>(null);
  const [days, setDays] = useState<Readonly<Record<string, string>>>(surgeryOn === null ? {} : { surgery: surgeryOn });
  const [written, write] = useState<Written>({});
  const act = useAct<Record<string, unknown>>({ path: '/episodes', done: t('started'), then: close });
  const offer = ready.find((one) => one.packageId === packageId);
  const anchors = Object.fromEntries((offer?.anchors ?? []).flatMap((anchor) => (days[anchor] ? [[anchor, days[anchor]]] : [])));
  const personal = valuesIn(offer?.personal ?? [], written);
  const start = (): void => {
    if (offer) act.mutate({ dischargeId, packageId: offer.packageId, version: offer.version, within: of.episodeId, ...(Object.keys(anchors).length > 0 ? { anchors } : {}), ...(Object.keys(personal).length > 0 ? { personal } : {}) });
  };
  return (
    <>
      <Select label={t('which')} placeholder={t('choose')} searchable value={packageId} onChange={(value) => { choose(value); write({}); }} data={ready.map((one) => ({ value: one.packageId, label: word(one.title) || one.packageId }))} />
      {offer && offer.anchors.length > 0 ? <Group>{offer.anchors.map((anchor) => <TextInput key={anchor} type="date" withAsterisk label={l(anchor as 'surgery')} value={days[anchor] ?? ''} onChange={({ currentTarget: { value } }) => setDays((before) => ({ ...before, [anchor]: value }))} />)}</Group> : null}
      {offer && offer.personal.length > 0 ? <PersonalFields questions={offer.personal.map((one) => ({ ...one, label: word(one.label) || one.name }))} written={written} write={(name, text) => write((before) => ({ ...before, [name]: text }))} /> : null}
      {offer ? <Refusals dischargeId={dischargeId} of={{ packageId: offer.packageId, version: offer.version, personal }} days={anchors} within={of.episodeId} /> : null}
      <Text size="sm" c="dark.4">{t('means')}</Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>{a('cancel')}</Button>
        <Button disabled={!offer} loading={act.isPending} onClick={start}>{t('start')}</Button>
      </Group>
    </>
  );
}

/** Why it could not start now, before anybody tries. */
function Refusals({ dischargeId, of, days, within }: { dischargeId: string; of: Parameters<typeof usePreview>[1]; days: Readonly<Record<string, string>>; within: string }) {
  const [l, say] = [useText(launchTexts), useText(refusalTexts)];
  const { data } = usePreview(dischargeId, of, days, within);
  if (!data || data.refusals.length === 0) return null;
  return (
    <Alert color="red" variant="outline" role="alert" title={l('cannot')}>
      <ul className="plain">{data.refusals.map(({ code, message }) => <li key={code} title={message}>{Object.hasOwn(refusalTexts, code) ? say(code as keyof typeof refusalTexts) : message}</li>)}</ul>
    </Alert>
  );
}
