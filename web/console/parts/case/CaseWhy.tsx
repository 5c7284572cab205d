/** Why a message was (not) sent or a case raised, as the engine itself explains it. Read when it is opened. */
import type { Explanation } from '../../../../db/why/explanation.js';
import { useLanguage } from '../../language.js';
import { useRead } from '../../live.js';
import { withQuery } from '../../with-query.js';
import { Explained } from '../Explained.js';
import { Read } from '../Read.js';

export function CaseWhy({ episodeId, id }: { episodeId: string; id: string }) {
  const { language } = useLanguage();
  const why = useRead<Explanation>(withQuery(`/episodes/${episodeId}/why`, { id, lang: language }), ['escalation', 'message']);
  return <Read of={why}>{(explanation) => <Explained of={explanation} />}</Read>;
}
