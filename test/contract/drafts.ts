/** Drafts of a small package: one to try, one to change, one to publish, one to give up. */
import type { Hospital, Targets } from './targets.js';

const packageId = 'discharge-follow-up';
const tried = 'hip-home-rehab';

export async function drafts({ post, get }: Hospital): Promise<Targets> {
  const begin = async (of: string): Promise<string> => String((await post('/drafts', { packageId: of, version: 1 }))['draftId']);
  const [small, saved, changed, ready, dropped] = [await begin(packageId), await begin(packageId), await begin(tried), await begin(tried), await begin(packageId)];
  const number = { parameter: 'tugRisk', value: '14.5', reason: 'as our therapists measure' };
  await post(`/drafts/${ready}/override`, { ...number, revision: 1 });
  const { files } = (await get(`/drafts/${small}`)) as { files: { path: string; text: string }[] };
  const stories = ((await post(`/drafts/${ready}/stories`, {})) as { items: { path: string; verdict: string }[] }).items;
  const story = files.find(({ path }) => path.includes('/stories/'))?.path ?? '';
  const of = (draftId: string) => ({ path: { draftId } });
  return {
    'POST /drafts': { body: { packageId, version: 1 } },
    'GET /drafts/{draftId}': of(small),
    'POST /drafts/{draftId}/check': { ...of(small), body: { language: 'en' } },
    'POST /drafts/{draftId}/preview': { ...of(small), body: { language: 'en' } },
    'POST /drafts/{draftId}/stories': { ...of(small), body: {} },
    'POST /drafts/{draftId}/story': { ...of(small), body: { path: story } },
    'PUT /drafts/{draftId}/files': { ...of(saved), body: { revision: 1, files } },
    'POST /drafts/{draftId}/override': { ...of(changed), body: { ...number, revision: 1 } },
    'POST /drafts/{draftId}/publish': { ...of(ready), body: { revision: 2, newest: 1, reason: 'measured here', accepted: stories.filter(({ verdict }) => verdict === 'broken').map(({ path }) => path) } },
    'POST /drafts/{draftId}/discard': { ...of(dropped), body: { revision: 1 } },
  };
}
