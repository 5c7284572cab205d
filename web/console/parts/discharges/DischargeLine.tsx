import { Button } from '@mantine/core';
import { Link } from 'wouter';
import type { DischargeRow } from '../../../../db/read-models/discharge-list.js';
import { useLanguage, useText } from '../../language.js';
import { Anchor, Badge, Text } from '../light/light.js';
import { Table } from '../light/Table.js';
import { fullName, sexAndAge } from '../person.js';
import { paths } from '../../paths.js';
import { useMay, useMe } from '../../session.js';
import { episodeStatusTexts } from '../../texts/care-words.js';
import { peopleTexts, refusalTexts } from '../../texts/people.js';
import { clinicalOf } from './clinical.js';
import { today } from './today.js';

export function DischargeLine({ row }: { row: DischargeRow }) {
  const t = useText(peopleTexts);
  const { language } = useLanguage();
  const { hospital } = useMe();
  const mayLaunch = useMay('episode:launch');
  const clinical = clinicalOf(row.clinical);
  return (
    <Table.Tr>
      <Table.Th scope="row" miw={160}>
        <Anchor component={Link} href={paths.patient(row.patientId)}>{fullName(row)}</Anchor>{' '}
        <Text span size="sm" fw={400}>{sexAndAge(row, language, today(hospital.zone))}</Text>
        {row.synthetic ? <Badge ml={6} variant="outline" color="gray.8">{t('synthetic')}</Badge> : null}
        {row.possibleDuplicates > 0 ? <Badge ml={6} variant="outline" color="#7a3600">{t('duplicates', { n: row.possibleDuplicates })}</Badge> : null}
      </Table.Th>
      <Table.Td className="numbers">{row.encounterRef.length > 18 ? `${row.encounterRef.slice(0, 17)}…` : row.encounterRef}</Table.Td>
      <Table.Td className="numbers" style={{ whiteSpace: 'nowrap' }}>{clinical.dischargedOn ?? t('unknownDay')}</Table.Td>
      <Table.Td maw={360}>{[...clinical.conditions, ...clinical.procedures].slice(0, 4).join(' · ') || clinical.reason}</Table.Td>
      <Table.Td maw={280}><Standing row={row} /></Table.Td>
      <Table.Td>
        {mayLaunch && row.state !== 'refused' ? (
          <Button component={Link} href={paths.launch(row.dischargeId)} size="xs" variant={row.state === 'launchable' ? 'filled' : 'default'} aria-label={`${t(row.state === 'launchable' ? 'launch' : 'more')}: ${fullName(row)}`}>{t(row.state === 'launchable' ? 'launch' : 'more')}</Button>
        ) : <Anchor component={Link} href={paths.launch(row.dischargeId)} aria-label={`${t('open')}: ${fullName(row)}`} style={{ whiteSpace: 'nowrap' }}>{t('open')}</Anchor>}
      </Table.Td>
    </Table.Tr>
  );
}

function Standing({ row }: { row: DischargeRow }) {
  const t = useText(peopleTexts);
  const say = useText(refusalTexts);
  const status = useText(episodeStatusTexts);
  const { language } = useLanguage();
  if (row.state === 'refused') return row.refusals.map(({ code, detail }) => <Text key={code} size="sm" title={detail}>{say(code)}</Text>);
  return (
    <>
      {row.episodes.map(({ episodeId, packageId, title, status: now }) => <Text key={episodeId} size="sm">{(language === 'en' ? title.en : title.zh) ?? packageId} · {Object.hasOwn(episodeStatusTexts, now) ? status(now as keyof typeof episodeStatusTexts) : now}</Text>)}
      {row.assessedAt === null ? <Text size="sm" c="gray.8">{t('notAssessed')}</Text> : <Text size="sm">{t('assessed')}</Text>}
    </>
  );
}
