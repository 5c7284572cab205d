/** The first thirty days of what was chosen, before it begins: what is firm, what happens only if, and what will not happen. */
import { Alert, Title } from '@mantine/core';
import type { LaunchOutlook } from '../../../../db/launch-outlook.js';
import type { PersonalValues } from '../../../../pathways/engine/inputs.js';
import { useLanguage, useText } from '../../language.js';
import { useRead } from '../../live.js';
import { useMe } from '../../session.js';
import { oneKindTexts } from '../../texts/care-words.js';
import { reasonTexts } from '../../texts/reasons.js';
import { launchTexts } from '../../texts/launch.js';
import { refusalTexts } from '../../texts/people.js';
import { roleTexts } from '../../texts/roles.js';
import { sayMoment } from '../../when.js';
import { withQuery } from '../../with-query.js';
import { useWords } from '../../words.js';
import { LevelBadge } from '../LevelBadge.js';
import { Stack, Text } from '../light/light.js';
import { Table } from '../light/Table.js';
import { Wide } from '../Wide.js';
import { Part } from './Part.js';

export type Preview = { refusals: { code: string; message: string }[]; warnings: { code: string; roles: string[] }[]; outlook: LaunchOutlook | null };
type Shown = { packageId: string; version: number; title: string; personal: PersonalValues };

type Props = { dischargeId: string; packages: readonly Shown[]; days: Readonly<Record<string, string>>; /** Codes that this page is about to settle by itself. */ settled: readonly string[] };

export function PreviewPart({ dischargeId, packages, days, settled }: Props) {
  const t = useText(launchTexts);
  return (
    <Part n={7}>
      <Text size="sm">{t('previewLead')}</Text>
      {packages.length === 0 ? <Text>{t('choosePackage')}</Text> : packages.map((one) => <OnePackage key={one.packageId} dischargeId={dischargeId} of={one} days={days} settled={settled} />)}
    </Part>
  );
}

export const usePreview = (dischargeId: string, { packageId, version, personal }: Pick<Shown, 'packageId' | 'version' | 'personal'>, days: Readonly<Record<string, string>>, within?: string) => {
  const { language } = useLanguage();
  const given = Object.fromEntries(Object.entries(days).filter(([, day]) => /^\d{4}-\d{2}-\d{2}$/.test(day)));
  return useRead<Preview>(withQuery(`/discharges/${dischargeId}/launch-preview`, { packageId, version, language, ...given, ...(within === undefined ? {} : { within }), ...(Object.keys(personal).length > 0 ? { personal: JSON.stringify(personal) } : {}) }), ['patient', 'discharge', 'episode', 'roster', 'package'], { staleTime: 30_000 });
};

function OnePackage({ dischargeId, of, days, settled }: { dischargeId: string; of: Shown } & Pick<Props, 'days' | 'settled'>) {
  const t = useText(launchTexts);
  const say = useText(refusalTexts);
  const role = useWords(roleTexts);
  const { data, isError, error } = usePreview(dischargeId, of, days);
  if (isError) return <Alert color="red" variant="outline" role="alert">{error.message}</Alert>;
  if (!data) return null;
  const dead = data.refusals.filter(({ code }) => code === 'dead');
  const refusals = dead.length > 0 ? dead : data.refusals.filter(({ code }) => !settled.includes(code));
  return (
    <Stack gap="xs" mt="sm">
      <Title order={3} size="h5">{of.title}</Title>
      {refusals.length > 0 ? (
        <Alert color="red" variant="outline" title={t('cannot')}>
          <ul className="plain">{refusals.map(({ code, message }) => <li key={code} title={message}>{Object.hasOwn(refusalTexts, code) ? say(code as keyof typeof refusalTexts) : message}</li>)}</ul>
        </Alert>
      ) : null}
      {data.warnings.map(({ code, roles }) => <Text key={code} role="status" size="sm" fw={600} c="#8a3d00">{t('rolesUncovered', { roles: roles.map(role).join('、') })}</Text>)}
      {data.outlook && dead.length === 0 ? <Days outlook={data.outlook} title={of.title} /> : null}
    </Stack>
  );
}

function Days({ outlook, title }: { outlook: LaunchOutlook; title: string }) {
  const t = useText(launchTexts);
  const kind = useText(oneKindTexts);
  const { language } = useLanguage();
  const { hospital } = useMe();
  const steps = outlook.firm.filter(({ what }) => what === 'step');
  const shown = grouped(steps);
  return (
    <>
      <Wide label={`${title}: ${t('firm')}`}>
        <Table verticalSpacing={3} captionSide="top">
          <Table.Caption>{`${t('firm')} · ${t('messages', { n: outlook.firm.length - steps.length })}`}</Table.Caption>
          <Table.Tbody>
            {shown.map(({ at, until, kind: of, label, times }) => (
              <Table.Tr key={`${at} ${label}`}>
                <Table.Td className="numbers" w={260}>{sayMoment(at, language, hospital.zone)}{times > 1 ? ` – ${sayMoment(until, language, hospital.zone)}` : ''}</Table.Td>
                <Table.Td>{Object.hasOwn(oneKindTexts, of) ? kind(of as keyof typeof oneKindTexts) : of}</Table.Td>
                <Table.Td>{label}{times > 1 ? ` × ${times}` : ''}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Wide>
      <details>
        <summary>{`${t('conditional')} (${outlook.conditional.length})`}</summary>
        <ul className="rows">{outlook.conditional.map((one) => <Case key={`${one.rule} ${one.level} ${one.instruction}`} of={one} />)}</ul>
      </details>
      {outlook.suppressed.length > 0 ? <details><summary>{`${t('suppressed')} (${outlook.suppressed.length})`}</summary><Suppressed of={outlook.suppressed} /></details> : null}
    </>
  );
}

function Case({ of }: { of: LaunchOutlook['conditional'][number] }) {
  const t = useText(launchTexts);
  const role = useText(roleTexts);
  const minutes = of.contactWithinMinutes % 60 === 0 && of.contactWithinMinutes > 60 ? t('hours', { n: of.contactWithinMinutes / 60 }) : t('minutes', { n: of.contactWithinMinutes });
  return <li><LevelBadge level={of.level} /> {of.instruction} <Text span size="sm" c="gray.8">{t('ifThen', { to: of.to.map((one) => role(one)).join(', '), minutes })} · {of.rule}</Text></li>;
}

function Suppressed({ of }: { of: LaunchOutlook['suppressed'] }) {
  const { language } = useLanguage();
  const { hospital } = useMe();
  const reason = useText(reasonTexts);
  return <ul className="plain">{of.map((one) => <li key={`${one.at} ${one.label} ${one.what}`}>{sayMoment(one.at, language, hospital.zone)} · {one.label} · {Object.hasOwn(reasonTexts, one.reason) ? reason(one.reason as keyof typeof reasonTexts) : one.reason}</li>)}</ul>;
}

type Step = LaunchOutlook['firm'][number];
/** What comes more often is one line: thirty days of daily readings would drown the rest. */
const mostLines = 8;

function grouped(steps: readonly Step[]): (Step & { until: string; times: number })[] {
  const by = new Map<string, Step[]>();
  for (const step of steps) by.set(`${step.kind} ${step.label}`, [...(by.get(`${step.kind} ${step.label}`) ?? []), step]);
  const lines = [...by.values()].flatMap((same) => {
    const [first] = same;
    if (same.length <= mostLines || first === undefined) return same.map((step) => ({ ...step, until: step.at, times: 1 }));
    return [{ ...first, until: same.at(-1)?.at ?? first.at, times: same.length }];
  });
  return lines.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
