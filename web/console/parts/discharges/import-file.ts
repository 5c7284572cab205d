/** One file into the hospital: a list row by row while it is read, or a single discharge as FHIR bundle or own JSON. */
import { ApiProblem, newKey, refusal, send } from '../../api.js';
import { heardAnswer } from '../../signed-in.js';
import { withQuery } from '../../with-query.js';

/** `problems`: why it was refused; of a row that was taken, what somebody should look at. */
export type ImportRow = { line: number; verdict: 'imported' | 'updated' | 'unchanged' | 'refused'; dischargeId: string | null; problems: string[]; launchRefusals: { code: string; detail: string }[] };
/** `rows`: how many will be judged; null: not known yet. `remarks`: what was not taken of the whole file. `failure`: why the whole file was refused, or stopped. */
export type ImportState = { name: string; rows: number | null; judged: readonly ImportRow[]; counts: Readonly<Partial<Record<ImportRow['verdict'], number>>>; resumed: boolean; remarks: readonly string[]; done: boolean; failure: string | null };

export const begun = (name: string): ImportState => ({ name, rows: null, judged: [], counts: {}, resumed: false, remarks: [], done: false, failure: null });

type Report = { resumed: boolean; remarks: string[]; counts: ImportState['counts']; rows: ImportRow[] };
type Line = { rows: number } | { row: ImportRow } | { report: Report } | { problem: string };

const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const isJson = ({ name, type }: File): boolean => /\.json$/i.test(name) || /json/.test(type);

/** `tell` hears of every step. Never throws: what went wrong is in the state. */
export async function importFile(file: File, tell: (state: ImportState) => void): Promise<void> {
  const state = begun(file.name.slice(0, 100));
  try {
    await (isJson(file) ? one(file, state, tell) : list(file, state, tell));
  } catch (error) {
    tell({ ...state, done: true, failure: error instanceof Error ? error.message : String(error) });
  }
}

async function one(file: File, state: ImportState, tell: (state: ImportState) => void): Promise<void> {
  const row = await judged(await file.text());
  tell({ ...state, rows: 1, judged: [row], counts: { [row.verdict]: 1 }, done: true });
}

async function judged(text: string): Promise<ImportRow> {
  const refused = (problems: string[]): ImportRow => ({ line: 1, verdict: 'refused', dischargeId: null, problems, launchRefusals: [] });
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return refused(['文件不是 JSON · The file is not JSON: send a FHIR bundle, or a list as CSV or Excel.']);
  }
  try {
    const stored = await send<Pick<ImportRow, 'dischargeId' | 'launchRefusals'> & { verdict: 'imported' | 'updated' | 'unchanged'; remarks: string[] }>('POST', '/discharges', body);
    return { line: 1, verdict: stored.verdict, dischargeId: stored.dischargeId, problems: stored.remarks, launchRefusals: stored.launchRefusals };
  } catch (error) {
    if (error instanceof ApiProblem && error.status < 500) return refused(error.errors.length > 0 ? error.errors.map(({ detail }) => detail) : [error.message]);
    throw error;
  }
}

async function list(file: File, start: ImportState, tell: (state: ImportState) => void): Promise<void> {
  let state = start;
  const heard = (line: Line): void => {
    if ('rows' in line) state = { ...state, rows: line.rows };
    else if ('row' in line) state = { ...state, judged: [...state.judged, line.row], counts: { ...state.counts, [line.row.verdict]: (state.counts[line.row.verdict] ?? 0) + 1 } };
    else if ('report' in line) state = { ...state, judged: line.report.rows, counts: line.report.counts, resumed: line.report.resumed, remarks: line.report.remarks, done: true };
    else state = { ...state, done: true, failure: line.problem };
  };
  for await (const lines of linesOf(await asked(file))) {
    for (const line of lines) heard(JSON.parse(line) as Line); // the route's schema says so
    tell(state);
  }
  if (!state.done) tell({ ...state, done: true, failure: '连接中断，请再导入同一文件：会接着上次继续 · The connection broke: import the same file again, it goes on where it stopped.' });
}

async function asked(file: File): Promise<Response> {
  const type = /\.xlsx$/i.test(file.name) ? workbook : 'text/csv';
  const answer = await fetch(withQuery('/discharges/import', { source: file.name.slice(0, 100) }), { method: 'POST', headers: { accept: 'application/x-ndjson', 'content-type': type, 'idempotency-key': newKey() }, body: file });
  heardAnswer(answer.status, true);
  if (answer.ok) return answer;
  const body: unknown = await answer.json();
  throw refusal(answer.status, typeof body === 'object' && body !== null ? body : {});
}

/** Whole lines as they arrive; several that came together are one step, so that a long list is not drawn row by row. */
async function* linesOf(answer: Response): AsyncGenerator<string[]> {
  if (answer.body === null) return;
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = ''; ;) {
    const { value, done } = await reader.read();
    const parts = (rest + (value ?? '')).split('\n');
    rest = parts.pop() ?? '';
    if (parts.length > 0) yield parts;
    if (done) return;
  }
}
