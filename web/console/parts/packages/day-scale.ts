/** Days on a line that gives the first weeks most of the room: a year of care still shows what happens on day 1 and day 3. */

/** Days at which the line gentles by a factor of e; looks right from two weeks to a year. */
const gentle = 4;
const bend = (day: number): number => Math.sign(day) * Math.log1p(Math.abs(day) / gentle);

export type DayScale = { x: (day: number) => number; ticks: number[] };

/** `first` and `last` are days from the anchor, `first` may be negative; `width` in pixels. Ticks are at least 34 px apart. */
export function dayScale(first: number, last: number, width: number): DayScale {
  const [from, to] = [bend(Math.min(first, 0)), bend(Math.max(last, 1))];
  const x = (day: number): number => ((bend(day) - from) / (to - from)) * width;
  const wanted = [0, last, 1, 3, 7, 14, 30, 60, 90, 180, 270, 365, -7, -1].filter((day) => day >= first && day <= last);
  const ticks: number[] = [];
  for (const day of wanted) if (!ticks.includes(day) && ticks.every((other) => Math.abs(x(other) - x(day)) >= 34)) ticks.push(day);
  return { x, ticks: ticks.sort((a, b) => a - b) };
}
