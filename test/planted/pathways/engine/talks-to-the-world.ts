// Planted: under pathways/tsconfig.json none of these names exists (test/checks.test.ts).
export const ask = async (): Promise<unknown> => fetch('https://example.org');
export const later = (): unknown => setTimeout(() => {}, 10);
export const variable = (): string | undefined => process.env['HOME'];
export const say = (): void => console.log('hello');
