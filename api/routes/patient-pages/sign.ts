/** Whose house it is, for the head of a page: name, number to call, and whether it is the training hospital. */
import type { Db } from '../../../db/client.js';
import { entryHospital, type Hospital } from '../../../db/hospitals.js';

type Sign = { name: string; phone: string | null; training: boolean };

export const signOf = ({ name, phone, kind }: Hospital): Sign => ({ name, phone, training: kind === 'training' });

/** Before it is known for whom somebody comes. null: several hospitals share this entrance. */
export async function signAtEntrance(sql: Db): Promise<Sign | null> {
  const only = await entryHospital(sql);
  return only && signOf(only);
}
