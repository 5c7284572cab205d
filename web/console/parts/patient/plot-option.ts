/** What a plot of one group of values draws: points over time, thresholds as lines with their level, the baseline dashed. Pure: data in, ECharts option out. */
import type { Trend } from '../../../../db/read-models/patient-trends.js';
import type { Line } from '../../../../pathways/chart/series.js';
import { levelColor } from '../../theme.js';

export type PlotWords = { baseline: (value: string) => string; line: (line: Line) => string; moment: (at: string) => string; notBelieved: string };

/** Pixels: several plots fit on one screen. */
export const plotHeight = 170;

/** Dark enough on white; a second component differs in shape as well. */
const inks = [{ color: '#0b5c6b', symbol: 'circle' }, { color: '#7a3e9d', symbol: 'triangle' }, { color: '#1f5fa8', symbol: 'rect' }] as const;

/** Lines whose value lies far outside the values would flatten the plot; they stay in the table. Convention of ours: one and a half times the span (mark C). */
const farAway = 1.5;

export function shownLines(trends: readonly Trend[]): { trend: Trend; line: Line }[] {
  const values = trends.flatMap(({ points, baseline }) => [...points.map(({ value }) => Number(value)), ...(baseline === null ? [] : [Number(baseline)])]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max(high - low, Math.abs(high) * 0.2, 1) * farAway;
  return trends.flatMap((trend) => trend.lines.filter(({ value }) => Number(value) >= low - room && Number(value) <= high + room).map((line) => ({ trend, line })));
}

export function plotOption(trends: readonly Trend[], words: PlotWords, animate: boolean) {
  const lines = shownLines(trends);
  const drawn = [...trends.flatMap(({ points, baseline }) => [...points.map(({ value }) => Number(value)), ...(baseline === null ? [] : [Number(baseline)])]), ...lines.map(({ line }) => Number(line.value))];
  const [low, high] = [Math.min(...drawn), Math.max(...drawn)];
  return {
    animation: animate,
    grid: { left: 48, right: 132, top: 12, bottom: 28 },
    tooltip: { trigger: 'axis' as const, valueFormatter: (value: unknown) => (value === null || value === undefined ? '' : String(value)) },
    xAxis: { type: 'time' as const, axisLabel: { hideOverlap: true, formatter: (ms: number) => words.moment(new Date(ms).toISOString()) }, axisPointer: { label: { formatter: ({ value }: { value: unknown }) => (typeof value === 'number' ? words.moment(new Date(value).toISOString()) : '') } } },
    yAxis: { type: 'value' as const, scale: true, min: niceEnd(low, high - low, -1), max: niceEnd(high, high - low, 1) },
    series: trends.flatMap((trend, index) => {
      const ink = inks[index % inks.length] ?? inks[0];
      const own = lines.filter((one) => one.trend === trend).map(({ line }) => ({
        yAxis: Number(line.value), lineStyle: { color: levelColor(line.level ?? ''), type: line.further ? ('dotted' as const) : ('solid' as const), width: 1.5 }, label: { formatter: words.line(line), color: levelColor(line.level ?? ''), position: 'end' as const, fontWeight: 600 },
      }));
      const base = trend.baseline === null ? [] : [{ yAxis: Number(trend.baseline), lineStyle: { color: ink.color, type: 'dashed' as const, width: 1.5 }, label: { formatter: words.baseline(trend.baseline), color: ink.color, position: 'end' as const } }];
      return [
        {
          name: trend.label, type: 'line' as const, symbol: ink.symbol, symbolSize: 8, lineStyle: { color: ink.color, width: 2 }, itemStyle: { color: ink.color },
          data: trend.points.map(({ at, value }): [string, number] => [at, Number(value)]), markLine: { silent: true, symbol: 'none', data: [...own, ...base] },
        },
        ...(trend.rejected.length === 0 ? [] : [{ name: `${trend.label}${words.notBelieved}`, type: 'scatter' as const, symbol: 'path://M2 2 L12 12 M12 2 L2 12', symbolSize: 10, itemStyle: { color: 'none', borderColor: '#5b6770', borderWidth: 2 }, data: trend.rejected.filter(({ value }) => Number.isFinite(Number(value)) && withinPlot(Number(value), trend)).map(({ at, value }): [string, number] => [at, Number(value)]) }]),
      ];
    }),
  };
}

/** A mistyped 1000 must not squeeze the rest; it is in the table. */
function withinPlot(value: number, { points }: Trend): boolean {
  const values = points.map((point) => Number(point.value));
  if (values.length === 0) return true;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max(high - low, Math.abs(high) * 0.2, 1) * farAway;
  return value >= low - room && value <= high + room;
}

/** The axis begins and ends on a round number a little outside what is drawn. */
function niceEnd(value: number, span: number, direction: 1 | -1): number {
  const step = 10 ** Math.floor(Math.log10(Math.max(span, 0.1) / 4)) * 5;
  const margin = value + direction * span * 0.06;
  return Number((direction > 0 ? Math.ceil(margin / step) * step : Math.floor(margin / step) * step).toFixed(4));
}
