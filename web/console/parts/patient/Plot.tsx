/** The drawing itself: ECharts with only what it needs, loaded when a plot is first shown. The table beside it says the same in words. */
import { LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import type { Trend } from '../../../../db/read-models/patient-trends.js';
import { plotHeight, plotOption, type PlotWords } from './plot-option.js';

use([LineChart, ScatterChart, GridComponent, MarkLineComponent, TooltipComponent, CanvasRenderer]);

export default function Plot({ trends, words, label }: { trends: readonly Trend[]; words: PlotWords; label: string }) {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (frame.current === null) return undefined;
    const chart = init(frame.current);
    chart.setOption(plotOption(trends, words, !window.matchMedia('(prefers-reduced-motion: reduce)').matches));
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(frame.current);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [trends, words]);
  return <div ref={frame} role="img" aria-label={label} style={{ height: plotHeight }} />;
}
