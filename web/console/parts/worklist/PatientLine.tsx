/** Who it is about: name (leads to the patient), sex and age, the package. */
import { Link } from 'wouter';
import { useLanguage } from '../../language.js';
import { useToday } from '../../now.js';
import { paths } from '../../paths.js';
import { useMe } from '../../session.js';
import { Anchor, Group, Text } from '../light/light.js';
import { fullName, sexAndAge } from '../person.js';

type Props = { of: { patientId: string; familyName: string; givenName: string; sex: string | null; birthDate: string | null; phone?: string | null }; packageTitle?: string | undefined; size?: 'md' | 'lg' };

export function PatientLine({ of, packageTitle, size = 'md' }: Props) {
  const { language } = useLanguage();
  const today = useToday(useMe().hospital.zone);
  return (
    <Group gap="0 10px" wrap="wrap" align="baseline">
      <Anchor component={Link} href={paths.patient(of.patientId)} fw={700} size={size}>{fullName(of)}</Anchor>
      <Text span size="sm">{sexAndAge(of, language, today)}</Text>
      {packageTitle === undefined ? null : <Text span size="sm" c="dark.4">{packageTitle}</Text>}
      {of.phone ? <Text span size="sm" c="dark.4" className="numbers">{of.phone}</Text> : null}
    </Group>
  );
}
