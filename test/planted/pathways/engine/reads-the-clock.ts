// Planted: the lint must refuse each of these lines (test/checks.test.ts).
export const now = (): number => Date.now();
export const today = (): string => new Date().toISOString();
export const draw = (): number => Math.random();
export const zone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;
