/** What the publisher says about a definition: one sentence of what is wrong, one of what would be right, at a place. */

/** 1-based; `column` counts UTF-16 units, as editors do. */
export type Position = { file: string; line: number; column: number };

export type Diagnostic = Position & { severity: 'error' | 'warning'; message: string; fix: string };

export const formatDiagnostic = ({ file, line, column, severity, message, fix }: Diagnostic): string =>
  `${file}:${line}:${column}: ${severity === 'warning' ? 'warning: ' : ''}${endWithDot(message)} Fix: ${endWithDot(fix)}`;

/** By file, then position, so that an author walks each file from top to bottom once. */
export const byPosition = (a: Diagnostic, b: Diagnostic): number =>
  compareText(a.file, b.file) || a.line - b.line || a.column - b.column || compareText(a.message, b.message);

const endWithDot = (sentence: string): string => (/[.?!]$/.test(sentence) ? sentence : `${sentence}.`);

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
