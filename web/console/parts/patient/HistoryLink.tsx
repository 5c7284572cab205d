/** For ops staff: the workflow history of an episode in the Temporal UI. */
import { useText } from '../../language.js';
import { useRead } from '../../live.js';
import { useMay } from '../../session.js';
import { patientTexts } from '../../texts/patient.js';
import { Anchor } from '../light/light.js';

export function HistoryLink({ episodeId }: { episodeId: string }) {
  const t = useText(patientTexts);
  const may = useMay('history:decode');
  const found = useRead<{ url: string | null }>(may ? `/episodes/${episodeId}/workflow-history` : null, []);
  const url = found.data?.url ?? null;
  return url === null ? null : <Anchor href={url} target="_blank" rel="noreferrer" size="sm" style={{ whiteSpace: 'nowrap' }}>{t('historyLink')}</Anchor>;
}
