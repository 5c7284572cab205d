/** The redemption of a visit, as the completing nurse's request writes it. */
import { transact, type Sql } from '../client.js';
import { useRedeemed } from '../entitlements.js';

export const redeem = (sql: Sql, hospitalId: string, occurrence: string, by: string): Promise<Awaited<ReturnType<typeof useRedeemed>>> =>
  transact(sql, async (tx) => {
    await tx`insert into redemption (occurrence, hospital_id, episode_id, patient_id, how, redeemed_by)
      select ${occurrence}, hospital_id, episode_id, patient_id, 'scan', ${by} from occurrence where id = ${occurrence} on conflict do nothing`;
    return useRedeemed(tx, { hospitalId, occurrence });
  });
