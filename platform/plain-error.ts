/** An error whose message is written for the person at the terminal: what was wrong, where, what to do. Printed without a stack. */
export class PlainError extends Error {
  override readonly name: string = 'PlainError';
}

/** A command was called wrongly: exit code 2. */
export class UsageError extends PlainError {
  override readonly name = 'UsageError';
}

export const plainMessage = (error: unknown): string => (error instanceof Error ? error.message : String(error));
