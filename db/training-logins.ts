/** Who can sign in to a training hospital: shown at the door, where trainees would otherwise have to guess. */
import type { Db } from './client.js';

export type TrainingLogin = { login: string; displayName: string };

/** Empty wherever one real hospital is served: its people's logins are nobody else's business. */
export async function trainingLogins(db: Db): Promise<TrainingLogin[]> {
  return db<TrainingLogin[]>`select login, display_name from account where active and not exists (select 1 from hospital where kind <> 'training') order by created_at, login`;
}
