/** Who did what to the draft. */
import type { DraftPage } from '../../../../db/read-models/draft-page.js';
import { useLanguage, useText } from '../../language.js';
import { useMe } from '../../session.js';
import { draftTexts } from '../../texts/drafts.js';
import { sayMoment } from '../../when.js';
import { Table } from '../light/Table.js';

const acts = { created: 'created', edited: 'edited', overridden: 'overridden', published: 'published', discarded: 'discardedAct' } as const;

export function History({ entries }: Pick<DraftPage, 'entries'>) {
  const t = useText(draftTexts);
  const { language } = useLanguage();
  const { hospital } = useMe();
  return (
    <Table verticalSpacing={6} maw={900}>
      <Table.Tbody>
        {entries.map(({ act, detail, by, at }, n) => (
          <Table.Tr key={entries.length - n}><Table.Td>{sayMoment(at, language, hospital.zone)}</Table.Td><Table.Td>{by}</Table.Td><Table.Td>{act in acts ? t(acts[act as keyof typeof acts]) : act}</Table.Td><Table.Td>{said(detail)}</Table.Td></Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

const said = (detail: Record<string, unknown>): string =>
  Object.entries(detail).flatMap(([key, value]) => (Array.isArray(value) && value.length === 0 ? [] : [`${key}: ${Array.isArray(value) ? value.join(', ') : String(value)}`])).join(' · ');
