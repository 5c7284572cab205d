/**
 * The record without one of its ids, as a new record. Not `delete`: a record that something was deleted from is laid out as a hash table, and
 * looking through it, which every decision does many times, then takes three times as long (measured).
 */
export function without<T>(record: Readonly<Record<string, T>>, id: string): Record<string, T> {
  const { [id]: _gone, ...rest } = record;
  return rest;
}
