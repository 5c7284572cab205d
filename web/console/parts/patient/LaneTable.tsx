/** Lanes by kind over days, as a table: what the eye sees at a glance, a screen reader can walk through. Arrow keys move between marks. */
import './lanes.css';
import { Tooltip } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { Day, Lane, Lanes, Mark, Span } from '../../../../pathways/chart/lanes.js';
import { useMarks, useText } from '../../language.js';
import { kindTexts, levelTexts } from '../../texts/care-words.js';
import { patientTexts } from '../../texts/patient.js';
import { levelColor } from '../../theme.js';
import { useWords } from '../../words.js';
import { useTimes } from './chart.js';
import { Sign } from './marks.js';

type Choose = { chosen: string | null; choose: (day: string) => void };

export function LaneTable({ of, ...choose }: { of: Lanes } & Choose) {
  const t = useText(patientTexts);
  const kind = useWords(kindTexts);
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const here = frame.current;
    const move = (event: KeyboardEvent): void => moveFocus(event, here);
    here?.addEventListener('keydown', move);
    return () => here?.removeEventListener('keydown', move);
  }, []);
  return (
    <div className="lanes" ref={frame}>
      <table aria-label={t('lanesTitle')}>
        <thead>
          <tr>
            <th scope="col">{t('kind')}</th>
            {of.days.map((day, i) => <Head key={day.date} day={day} first={i === 0} />)}
          </tr>
        </thead>
        <tbody>
          {of.lanes.map((lane) => (
            <tr key={lane.kind}>
              <th scope="row">{kind(lane.kind)}</th>
              {of.days.map((day, i) => <Cell key={day.date} day={day} first={i === 0} lane={lane} {...choose} />)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const shade = ({ today, weekday }: Day): string => (today ? 'today' : weekday > 5 ? 'weekend' : '');

/** The month stands where it begins. */
function Head({ day, first }: { day: Day; first: boolean }) {
  const t = useText(patientTexts);
  const { date } = useTimes();
  const [, month = '', number = ''] = day.date.split('-');
  return (
    <th scope="col" className={shade(day)}>
      <span className="unseen">{`${date(day.date)}${day.today ? ` ${t('today')}` : ''}`}</span>
      <span aria-hidden="true">{day.today ? <>{t('today')}<br /></> : first || number === '01' ? <>{Number(month)}/<br /></> : null}{Number(number)}</span>
    </th>
  );
}

function Cell({ day, first, lane, chosen, choose }: { day: Day; /** The first day shown. */ first: boolean; lane: Lane } & Choose) {
  const marks = lane.marks.filter((mark) => mark.day === day.date);
  const span = lane.spans.filter(({ from, to }) => from <= day.date && day.date <= to).sort((a, b) => urgency(a) - urgency(b))[0];
  return (
    <td className={`${shade(day)}${chosen === day.date ? ' chosen' : ''}`}>
      {span ? <CaseBar span={span} day={day.date} first={first} choose={choose} /> : null}
      {marks.length > 0 ? <Marks marks={marks} lane={lane} day={day.date} choose={choose} /> : null}
    </td>
  );
}

const urgency = ({ level }: Span): number => ['red', 'orange', 'yellow'].indexOf(level ?? '');

function Marks({ marks, lane, day, choose }: { marks: Mark[]; lane: Lane; day: string; choose: (day: string) => void }) {
  const t = useText(patientTexts);
  const kind = useWords(kindTexts);
  const marks_ = useMarks();
  const { date } = useTimes();
  const total = marks.reduce((sum, { count }) => sum + count, 0);
  const parts = marks.map(({ state, count, labels }) => t('markPart', { n: count, state: t(stateKey[state]), labels: labels.filter(Boolean).join(marks_.list) })).join(marks_.clause);
  const label = t('markLabel', { day: date(day), kind: kind(lane.kind), total, parts });
  return (
    <Tooltip label={label} multiline maw={360} withArrow openDelay={150}>
      <button type="button" tabIndex={-1} data-mark aria-label={label} onClick={() => choose(day)}>
        <span className="signs">{marks.slice(0, 2).map(({ state, level }) => <Sign key={state} state={state} level={level} size={marks.length > 1 ? 10 : 13} />)}</span>
        {total > 1 ? <span className="count" aria-hidden="true">{total}</span> : null}
      </button>
    </Tooltip>
  );
}

export const stateKey = { planned: 'statePlanned', happened: 'stateHappened', not: 'stateNot', 'left-out': 'stateLeft-out', replaced: 'stateReplaced' } as const;

function CaseBar({ span, day, first, choose }: { span: Span; day: string; first: boolean; choose: (day: string) => void }) {
  const t = useText(patientTexts);
  const level = useWords(levelTexts);
  const { date } = useTimes();
  const word = level(span.level);
  // A case that began before the days shown is named where it enters them.
  const named = span.from === day || (first && span.from < day);
  const label = t('caseLabel', { day: date(day), level: word, label: span.label });
  const bar = <span className={`bar${span.from === day ? ' begins' : ''}${span.to === day && !span.open ? ' ends' : ''}`} aria-hidden="true" style={{ background: levelColor(span.level ?? '') }}>{named ? word.slice(0, 1) : ''}</span>;
  // Days in the middle only continue the bar: one stop per case is enough for the keyboard.
  if (!named) return bar;
  return (
    <Tooltip label={label} multiline maw={360} withArrow openDelay={150}>
      <button type="button" tabIndex={-1} data-mark aria-label={label} onClick={() => choose(day)} style={{ display: 'block' }}>{bar}</button>
    </Tooltip>
  );
}

/** One stop for Tab; arrows walk along a lane and between lanes. */
function moveFocus(event: KeyboardEvent, frame: HTMLElement | null): void {
  const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
  if (step === undefined || frame === null || !(document.activeElement instanceof HTMLElement)) return;
  const [down = 0, along = 0] = step;
  const marks = [...frame.querySelectorAll<HTMLElement>('[data-mark]')];
  const here = marks.indexOf(document.activeElement);
  if (here < 0) return;
  event.preventDefault();
  const row = (mark: HTMLElement): number => mark.closest('tr')?.rowIndex ?? 0;
  const column = (mark: HTMLElement): number => mark.closest('td')?.cellIndex ?? 0;
  const from = document.activeElement;
  const next = along !== 0 ? marks[here + along]
    : marks.filter((mark) => (row(mark) - row(from)) * down > 0).sort((a, b) => Math.abs(row(a) - row(from)) - Math.abs(row(b) - row(from)) || Math.abs(column(a) - column(from)) - Math.abs(column(b) - column(from)))[0];
  next?.focus();
}
