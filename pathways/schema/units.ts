/** Units that mean the same. A parameter in hours must never stand where minutes are needed; the spelling does not matter. */
const spellings: Record<string, readonly string[]> = {
  minute: ['minute', 'minutes', 'min'],
  hour: ['hour', 'hours', 'h'],
  day: ['day', 'days', 'd'],
  week: ['week', 'weeks'],
  month: ['month', 'months'],
  year: ['year', 'years', 'y'],
  'local time': ['local time', 'time of day'],
};

const bySpelling = new Map(Object.entries(spellings).flatMap(([unit, words]) => words.map((word) => [word, unit] as const)));

export const normalUnit = (unit: string): string => bySpelling.get(unit.trim().toLowerCase()) ?? unit.trim();

export const sameUnit = (a: string, b: string): boolean => normalUnit(a) === normalUnit(b);

export const isTimeOfDay = (unit: string): boolean => normalUnit(unit) === 'local time';
