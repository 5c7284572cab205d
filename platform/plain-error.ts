/** An error whose message is written for the person at the terminal: what was wrong, where, what to do. Printed without a stack. */
export class PlainError extends Error {
  override readonly name = 'PlainError';
}

export const plainMessage = (error: unknown): string => (error instanceof Error ? error.message : String(error));
