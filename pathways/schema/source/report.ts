/** Collects what is wrong with a definition; nothing stops at the first complaint. */
import { byPosition, type Diagnostic, type Position } from './diagnostic.js';
import { keyPositionOf, positionInText, positionOf, type Place } from './place.js';

export type Report = {
  /** Refuses the definition, at the value of `place`. */
  error(place: Place, message: string, fix: string): void;
  /** Refuses it, at the key: for something that should not be there. */
  errorAtKey(place: Place, message: string, fix: string): void;
  /** Refuses it, at one character of a text value: for expressions and wording. */
  errorInText(place: Place, character: number, message: string, fix: string): void;
  errorAt(position: Position, message: string, fix: string): void;
  warning(place: Place, message: string, fix: string): void;
  /** Sorted by file and position, each said once. */
  all(): Diagnostic[];
  failed(): boolean;
};

export function newReport(): Report {
  const found = new Map<string, Diagnostic>();
  const add = (severity: Diagnostic['severity'], at: Position, message: string, fix: string): void => {
    found.set(`${at.file}:${at.line}:${at.column}:${message}`, { ...at, severity, message, fix });
  };
  return {
    error: (place, message, fix) => add('error', positionOf(place), message, fix),
    errorAtKey: (place, message, fix) => add('error', keyPositionOf(place), message, fix),
    errorInText: (place, character, message, fix) => add('error', positionInText(place, character), message, fix),
    errorAt: (position, message, fix) => add('error', position, message, fix),
    warning: (place, message, fix) => add('warning', keyPositionOf(place), message, fix),
    all: () => [...found.values()].sort(byPosition),
    failed: () => [...found.values()].some((diagnostic) => diagnostic.severity === 'error'),
  };
}
