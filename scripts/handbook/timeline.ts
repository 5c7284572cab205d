/**
 * The timeline picture of a package: one row per step name, days from left to right. An SVG of its own, because a page on GitHub loads
 * pictures but runs nothing; it brings its colours for light and dark, its title and a description that says the same in words.
 */
import type { OutlineStep } from '../../pathways/outline/outline.js';
import type { Book } from './book.js';
import { durationOf, stepOf, whenOf } from './when.js';

const [width, labelWidth, right, top, rowHeight] = [960, 300, 24, 62, 26];
/** Of small text, on average and rather too wide: it says where a line after the text may begin. */
const letterWidth = 5.9;
const kinds = ['visit', 'call', 'form', 'reading', 'message', 'task'] as const;
type Kind = (typeof kinds)[number];
/** Steps that are told apart only by their days share a row. */
type Row = { kind: Kind; zh: string; en: string; steps: OutlineStep[] };

export function timelineSvg(book: Book, outline: { zh: OutlineStep[]; en: OutlineStep[] }): string {
  const { plan, meta } = book.definition;
  const { zh, en } = book.say(meta.title);
  const rows = rowsOf(outline);
  const dated = outline.en.filter(({ days }) => days.length > 0);
  const first = Math.min(0, ...dated.flatMap(({ days }) => days));
  const last = Math.max(first + 1, ...outline.en.flatMap(untilOf), ...dated.flatMap(({ days }) => days));
  const scale = (day: number): number => round(labelWidth + ((day - first) / (last - first)) * (width - labelWidth - right));
  const height = top + rows.length * rowHeight + 40;
  const followUp = dated.filter(({ phase }) => phase === 'follow-up').flatMap(({ days }) => days);
  const courseEnd = Math.max(...outline.en.filter(({ phase }) => phase === 'course').flatMap((step) => [...step.days, ...untilOf(step)]), first);
  const from = followUp.length > 0 && courseEnd < last ? scale(courseEnd) : null;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${escaped(`${zh} · ${en}: timeline`)}</title>`,
    `<desc id="desc">${escaped(`${durationOf(book.facts)}. ${rows.map((row) => `${row.en} (${row.kind}): ${row.steps.map((step) => whenOf(step, plan.mainAnchor)).join('; ')}`).join('. ')}.`)}</desc>`,
    `<style>${style}</style>`,
    `<rect class="page" width="${width}" height="${height}"/>`,
    ...(from === null ? [] : [`<rect class="later" x="${from}" y="${top - 8}" width="${round(width - right - from)}" height="${rows.length * rowHeight + 8}"/>`]),
    legend(followUp.length > 0 && from !== null, rows.some(({ kind }) => kind === 'task')),
    ...ticks(first, last).map((day) => `<line class="grid" x1="${scale(day)}" x2="${scale(day)}" y1="${top - 8}" y2="${top + rows.length * rowHeight}"/><text class="small" x="${scale(day)}" y="${top + rows.length * rowHeight + 18}" text-anchor="middle">${day}</text>`),
    `<text class="small" x="12" y="${top + rows.length * rowHeight + 18}">${escaped(`days after ${plan.mainAnchor} 天`)}</text>`,
    ...rows.map((row, index) => drawn(row, top + index * rowHeight, { scale, mainAnchor: plan.mainAnchor })),
    '</svg>',
  ].join('\n')}\n`;
}

function rowsOf({ zh, en }: { zh: OutlineStep[]; en: OutlineStep[] }): Row[] {
  const rows: Row[] = [];
  en.forEach((step, index) => {
    const label = zh[index]?.label ?? step.label;
    const known = rows.find((row) => row.en === step.label && row.zh === label && row.kind === step.kind && isDated(row.steps[0]) && isDated(step) && row.steps[0]?.anchor === step.anchor);
    if (known) known.steps.push(step);
    else rows.push({ kind: step.kind, zh: label, en: step.label, steps: [step] });
  });
  return rows.sort((a, b) => order(a) - order(b));
}

/** What has days comes first; what rules start stands last. */
const order = ({ kind, steps }: Row): number => (steps.some((step) => step.triggered) ? 20 : steps.some((step) => step.onRequest) ? 10 : 0) + kinds.indexOf(kind);
const isDated = (step: OutlineStep | undefined): boolean => step !== undefined && step.days.length > 0 && step.after === null;
const untilOf = ({ after, onRequest }: OutlineStep): number[] => [after?.until ?? null, onRequest?.until ?? null].filter((day) => day !== null);

function drawn({ kind, zh, en, steps }: Row, y: number, { scale, mainAnchor }: { scale: (day: number) => number; mainAnchor: string }): string {
  const middle = y + rowHeight / 2 - 4;
  const parts = steps.flatMap((step): string[] => {
    const [first] = step.days;
    if (step.triggered) return [`<text class="small" x="${scale(0) + 4}" y="${middle + 4}">${escaped(cut(whenOf(step, mainAnchor), 96))}</text>`];
    const end = untilOf(step)[0] ?? null;
    if (step.after || step.onRequest) {
      const from = first ?? 0;
      const said = cut(whenOf(step, mainAnchor), 80);
      const start = round(scale(from) + 16 + said.length * letterWidth);
      const line = end === null || scale(end) <= start ? [] : [`<line class="${kind} open" x1="${start}" x2="${scale(end)}" y1="${middle}" y2="${middle}"/>`];
      return [first === undefined ? '' : mark(kind, scale(first), middle), `<text class="small" x="${round(scale(from) + 10)}" y="${middle + 4}">${escaped(said)}</text>`, ...line];
    }
    const [every, last] = [stepOf(step.days), step.days.at(-1)];
    const dense = every !== null && first !== undefined && last !== undefined && scale(first + every) - scale(first) < 14;
    if (dense) return [`<line class="${kind} bar" x1="${scale(first)}" x2="${scale(last)}" y1="${middle}" y2="${middle}"/>`];
    return step.days.map((day) => mark(kind, scale(day), middle));
  });
  const other = steps.find(({ anchor }) => anchor !== null && anchor !== mainAnchor)?.anchor ?? null;
  return `<g><text x="34" y="${middle + 4}">${escaped(cut(zh === en ? zh : `${zh} ${en}`, 30))}${other === null ? '' : `<tspan class="small"> ${escaped(`(from ${other})`)}</tspan>`}</text>${mark(kind, 20, middle)}${parts.join('')}</g>`;
}

function mark(kind: Kind, x: number, y: number): string {
  switch (kind) {
    case 'visit': return `<rect class="${kind}" x="${round(x - 6)}" y="${y - 6}" width="12" height="12" rx="1"/>`;
    case 'call': return `<path class="${kind}" d="M${round(x - 7)} ${y + 6}L${x} ${y - 6}L${round(x + 7)} ${y + 6}Z"/>`;
    case 'form': return `<circle class="${kind}" cx="${x}" cy="${y}" r="6"/>`;
    case 'reading': return `<path class="${kind}" d="M${round(x - 7)} ${y}L${x} ${y - 7}L${round(x + 7)} ${y}L${x} ${y + 7}Z"/>`;
    case 'message': return `<circle class="${kind}" cx="${x}" cy="${y}" r="3.5"/>`;
    case 'task': return `<path class="${kind}" fill="#6e7781" d="M${round(x - 2)} ${y - 6}h4v4h4v4h-4v4h-4v-4h-4v-4h4z"/>`;
  }
}

const names: Record<Kind, string> = { visit: '服务 visit', call: '电话 call', form: '问卷 form', reading: '测量 reading', message: '消息 message', task: '工作 task' };

const legend = (later: boolean, tasks: boolean): string => {
  const shown = kinds.filter((kind) => kind !== 'task' || tasks);
  const signs = shown.map((kind, index) => `${mark(kind, 24 + index * 150, 24)}<text x="${40 + index * 150}" y="28">${names[kind]}</text>`);
  return [...signs, ...(later ? [`<rect class="later edge" x="${18 + shown.length * 150}" y="17" width="14" height="14"/><text x="${40 + shown.length * 150}" y="28">随访期 follow-up</text>`] : [])].join('');
};

/** About ten round numbers of days, and the last one. */
function ticks(first: number, last: number): number[] {
  const step = [1, 2, 7, 14, 28, 56, 84, 168].find((one) => (last - first) / one <= 15) ?? 365;
  const from = Math.ceil(first / step) * step;
  const days = Array.from({ length: Math.floor((last - from) / step) + 1 }, (_, index) => from + index * step);
  return (last - (days.at(-1) ?? first)) / (last - first) > 0.04 ? [...days, last] : days;
}

/** Chinese letters are twice as wide as Latin ones. */
function cut(text: string, most: number): string {
  let space = most * 1.25;
  for (const [index, letter] of [...text].entries()) {
    space -= letter > '\u2e80' ? 2 : 1;
    if (space < 0) return `${[...text].slice(0, index).join('')}…`;
  }
  return text;
}

const round = (x: number): number => Math.round(x * 10) / 10;
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Shapes tell the kinds apart where colours do not; every colour has 4.5:1 on its page for text, 3:1 for shapes. */
const style = [
  'text{font:13px system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;fill:#1f2328}.small{font-size:11.5px;fill:#57606a}',
  '.page{fill:#fff}.later{fill:#eef1f4}.edge{stroke:#8c959f}.grid{stroke:#d8dee4}',
  '.visit{fill:#0b6bcb;stroke:#0b6bcb}.call{fill:#a8480a;stroke:#a8480a}.form{fill:#1a7f37;stroke:#1a7f37}.reading{fill:#8250df;stroke:#8250df}.message{fill:#656d76;stroke:#656d76}',
  '.bar{stroke-width:6;stroke-linecap:round}.open{stroke-width:3;stroke-dasharray:2 7;stroke-linecap:round}',
  '@media (prefers-color-scheme:dark){text{fill:#e6edf3}.small{fill:#9da7b1}.page{fill:#0d1117}.later{fill:#1c232c}.grid{stroke:#30363d}.visit{fill:#58a6ff;stroke:#58a6ff}.call{fill:#f0883e;stroke:#f0883e}.form{fill:#3fb950;stroke:#3fb950}.reading{fill:#bc8cff;stroke:#bc8cff}.message{fill:#8b949e;stroke:#8b949e}}',
].join('');
