/** The timeline of a version: one row per step under its kind, a mark per day, the window of a visit as a bar. The table beside it says the same. */
import type { OutlineStep } from '../../../../pathways/outline/outline.js';
import type { PackageView } from '../../../../api/package-view.js';
import { useText } from '../../language.js';
import { anchorTexts, oneKindTexts } from '../../texts/care-words.js';
import { packageTexts } from '../../texts/packages.js';
import { Wide } from '../Wide.js';
import { dayScale } from './day-scale.js';

const kinds = ['visit', 'call', 'task', 'form', 'reading', 'message'] as const;
/** Dark enough for 3:1 beside white; the shape differs too, so colour is not alone. */
const look: Record<OutlineStep['kind'], { fill: string; shape: 'square' | 'circle' | 'diamond' | 'triangle' | 'dash' | 'cross' }> = {
  visit: { fill: '#0b5c6b', shape: 'square' }, call: { fill: '#7a3e00', shape: 'triangle' }, form: { fill: '#1d4ea3', shape: 'circle' }, reading: { fill: '#7b1f63', shape: 'diamond' }, message: { fill: '#46535f', shape: 'dash' }, task: { fill: '#355e00', shape: 'cross' },
};
const [names, width, row, head, gap] = [210, 900, 22, 26, 8];

export function TimelinePicture({ view }: { view: PackageView }) {
  const t = useText(packageTexts);
  const kind = useText(oneKindTexts);
  const anchor = useText(anchorTexts);
  const shown = kinds.flatMap((name) => view.steps.filter((step) => step.kind === name && step.anchor !== null));
  const first = Math.min(0, ...shown.flatMap(({ days, window }) => days.map((day) => day - (window?.early ?? 0))));
  const last = Math.max(1, ...shown.flatMap(({ days, window }) => days.map((day) => day + (window?.late ?? 0))));
  const { x, ticks } = dayScale(first, last, width);
  const height = head + shown.length * row + kinds.length * gap + 12;
  const tops = new Map<string, number>();
  let y = head;
  for (const name of kinds) {
    for (const step of shown.filter((one) => one.kind === name)) {
      tops.set(step.step, y);
      y += row;
    }
    y += gap;
  }
  const label = t('timelineLabel', { n: view.durationDays, anchor: view.mainAnchor in anchorTexts ? anchor(view.mainAnchor as keyof typeof anchorTexts) : view.mainAnchor });
  return (
    <Wide label={t('timeline')}>
      <svg role="img" aria-label={label} viewBox={`0 0 ${names + width + 30} ${height}`} style={{ minWidth: 820, width: '100%', maxWidth: 1240, display: 'block' }} fontSize={12} fontFamily="inherit">
        {ticks.map((day) => (
          <g key={day} transform={`translate(${names + x(day)} 0)`}>
            <line y1={head - 6} y2={height - 8} stroke={day === 0 ? '#46535f' : '#d7dde2'} />
            <text y={14} textAnchor="middle" fill="#333d46">{`D${day}`}</text>
          </g>
        ))}
        {shown.map((step) => (
          <g key={step.step} transform={`translate(0 ${(tops.get(step.step) ?? 0) + row / 2})`}>
            <text x={names - 10} y={4} textAnchor="end" fill="#1b2329">{`${kind(step.kind)} · ${step.label}`}</text>
            {step.window && step.days.map((day) => <rect key={day} x={names + x(day - (step.window?.early ?? 0))} y={-5} width={Math.max(2, x(day + (step.window?.late ?? 0)) - x(day - (step.window?.early ?? 0)))} height={10} fill={look[step.kind].fill} opacity={0.22} />)}
            {step.days.map((day) => <Mark key={day} x={names + x(day)} {...look[step.kind]} title={`D${day} ${step.times.join(', ')} ${step.label}`} />)}
          </g>
        ))}
      </svg>
    </Wide>
  );
}

function Mark({ x, fill, shape, title }: { x: number; fill: string; shape: (typeof look)['visit']['shape']; title: string }) {
  const path = { square: 'M-5-5H5V5H-5Z', diamond: 'M0-6L6 0L0 6L-6 0Z', triangle: 'M0-6L6 5H-6Z', dash: 'M-2-6H2V6H-2Z', cross: 'M-2-6H2V-2H6V2H2V6H-2V2H-6V-2H-2Z', circle: '' }[shape];
  return (
    <g transform={`translate(${x} 0)`}>
      <title>{title}</title>
      {shape === 'circle' ? <circle r={5.5} fill={fill} /> : <path d={path} fill={fill} />}
    </g>
  );
}
