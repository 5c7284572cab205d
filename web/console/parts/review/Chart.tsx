/** One measure over the weeks, drawn; the table says the same, so a reader who cannot see it loses nothing. Loaded when first shown. */
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

use([BarChart, LineChart, GridComponent, LegendComponent, SVGRenderer]);

export type Series = { name: string; values: (number | null)[]; dashed?: boolean };

/** `bars`: counts and money; shares and stars are lines. */
export default function Chart({ label, weeks, series, bars }: { label: string; weeks: readonly string[]; series: readonly Series[]; bars: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (box.current === null) return undefined;
    const chart = init(box.current, null, { renderer: 'svg' });
    chart.setOption({
      animation: false, color: ['#0b5c6b', '#8a3d00', '#46535f'], legend: { bottom: 0 }, grid: { left: 56, right: 24, top: 16, bottom: 56 },
      xAxis: { type: 'category', data: weeks }, yAxis: { type: 'value', min: 0 },
      series: series.map(({ name, values, dashed }) => ({ name, data: values, type: bars && dashed !== true ? 'bar' : 'line', symbol: dashed === true ? 'none' : 'circle', symbolSize: 7, lineStyle: { type: dashed === true ? 'dashed' : 'solid', width: 2 } })),
    });
    const resize = (): void => chart.resize();
    window.addEventListener('resize', resize);
    return () => {
      window.removeEventListener('resize', resize);
      chart.dispose();
    };
  }, [weeks, series, bars]);
  return <div ref={box} role="img" aria-label={label} style={{ height: 320, maxWidth: 1000 }} />;
}
