/**
 * The few style props that our pages use, written straight into `style`. The library's own way to them costs every element two contexts, a theme lookup
 * and some twenty small objects: measured, 3 ms for one row of the worklist, most of the second that sixty rows took.
 */
import type { CSSProperties } from 'react';

export type Size = 'xs' | 'sm' | 'md' | 'lg' | 'xl';
/** A size of the theme, a number of CSS pixels (which grow with the root's font), or CSS. */
type Length = Size | number | (string & {});

export type Look = {
  c?: string | undefined; fw?: number | undefined; fz?: Length | undefined; ff?: 'monospace' | undefined; ta?: CSSProperties['textAlign'] | undefined; td?: 'line-through' | undefined; display?: CSSProperties['display'] | undefined;
  m?: Length | undefined; mt?: Length | undefined; mb?: Length | undefined; ml?: Length | undefined; mr?: Length | undefined; my?: Length | undefined;
  p?: Length | undefined; pt?: Length | undefined; pb?: Length | undefined; px?: Length | undefined; py?: Length | undefined;
  w?: Length | undefined; maw?: Length | undefined; miw?: Length | undefined; h?: Length | undefined; mih?: Length | undefined;
};

const sizes: ReadonlySet<string> = new Set(['xs', 'sm', 'md', 'lg', 'xl']);
const rem = (pixels: number): string => (pixels === 0 ? '0' : `calc(${pixels / 16}rem * var(--mantine-scale))`);
const length = (family: string) => (value: string | number): string => (typeof value === 'number' ? rem(value) : sizes.has(value) ? `var(--mantine-${family}-${value})` : value);
export const space = length('spacing');
const fontSize = length('font-size');
/** `gray.7` is a shade of the theme; everything else is CSS. */
export const colour = (value: string | number): string => String(value).replace(/^([a-z]+)[.](\d)$/, 'var(--mantine-color-$1-$2)');
const itself = (value: string | number): string => String(value);

type Meaning = readonly [property: string, say: (value: string | number) => string];
const meanings: Readonly<Record<keyof Look, Meaning>> = {
  c: ['color', colour], fw: ['fontWeight', itself], fz: ['fontSize', fontSize], ff: ['fontFamily', (value) => `var(--mantine-font-family-${value})`], ta: ['textAlign', itself], td: ['textDecoration', itself], display: ['display', itself],
  m: ['margin', space], mt: ['marginTop', space], mb: ['marginBottom', space], ml: ['marginLeft', space], mr: ['marginRight', space], my: ['marginBlock', space],
  p: ['padding', space], pt: ['paddingTop', space], pb: ['paddingBottom', space], px: ['paddingInline', space], py: ['paddingBlock', space],
  w: ['width', space], maw: ['maxWidth', space], miw: ['minWidth', space], h: ['height', space], mih: ['minHeight', space],
};
const meaningOf = new Map<string, Meaning>(Object.entries(meanings));

/** Style props into `style`, before what `style` itself says; the other props stay as they are. `vars`: what the library's style sheet reads. */
export function looking<P extends object>(props: P, vars: Readonly<Record<string, string | undefined>>) {
  const style: Record<string, unknown> = { ...vars };
  const rest: Record<string, unknown> = {};
  let own: object | undefined;
  for (const [name, value] of Object.entries(props)) {
    const meaning = meaningOf.get(name);
    if (meaning) {
      if (typeof value === 'string' || typeof value === 'number') style[meaning[0]] = meaning[1](value);
    } else if (name === 'style') own = value as object | undefined;
    else rest[name] = value;
  }
  return { ...(rest as Omit<P, keyof Look | 'style'>), style: (own === undefined ? style : { ...style, ...own }) as CSSProperties };
}

export const classes = (...names: readonly (string | undefined)[]): string => names.filter((name) => name !== undefined).join(' ');
