/** What every page is made of by the hundred, drawn with the library's own style sheet and without its machinery (look.ts says why). Same names, same props. */
import { Anchor as LibraryAnchor, Badge as LibraryBadge, Group as LibraryGroup, Stack as LibraryStack, Text as LibraryText } from '@mantine/core';
import type { ComponentProps, CSSProperties, ElementType } from 'react';
import { classes, colour, looking, space, type Look, type Size } from './look.js';

type As = { /** An element or component to be drawn as, e.g. a link that stays within the console. */ component?: ElementType };
type Words = Look & As & { size?: Size | undefined; lineClamp?: number };

const letters = (size: Size | undefined, lineClamp?: number): Record<string, string | undefined> => ({
  ...(size === undefined ? {} : { '--text-fz': `var(--mantine-font-size-${size})`, '--text-lh': `var(--mantine-line-height-${size})` }), ...(lineClamp === undefined ? {} : { '--text-line-clamp': String(lineClamp) }),
});

export function Text({ component, span = false, size, lineClamp, className, ...props }: Words & { span?: boolean } & Omit<ComponentProps<'p'>, keyof Look>) {
  const As = component ?? (span ? 'span' : 'p');
  return <As className={classes(LibraryText.classes['root'], 'words', className)} data-line-clamp={lineClamp === undefined ? undefined : true} {...looking(props, letters(size, lineClamp))} />;
}

export function Anchor({ component: As = 'a', size, className, ...props }: Words & { type?: 'button' } & Omit<ComponentProps<'a'>, keyof Look | 'type'>) {
  return <As className={classes('mantine-focus-auto', LibraryText.classes['root'], 'words', LibraryAnchor.classes['root'], className)} data-underline="always" {...looking(props, letters(size))} />;
}

type Flow = Look & As & { gap?: Size | number | (string & {}); align?: CSSProperties['alignItems']; justify?: CSSProperties['justifyContent'] } & Omit<ComponentProps<'div'>, keyof Look>;

/** Every measure is written on the element itself: a property that is left out would be taken over from a Group around it. */
export function Group({ component: As = 'div', gap = 'md', align = 'center', justify = 'flex-start', wrap = 'wrap', className, ...props }: Flow & { wrap?: 'wrap' | 'nowrap' }) {
  return <As className={classes(LibraryGroup.classes['root'], className)} {...looking(props, { '--group-gap': space(gap), '--group-align': align, '--group-justify': justify, '--group-wrap': wrap })} />;
}

export function Stack({ component: As = 'div', gap = 'md', align = 'stretch', justify = 'flex-start', className, ...props }: Flow) {
  return <As className={classes(LibraryStack.classes['root'], className)} {...looking(props, { '--stack-gap': space(gap), '--stack-align': align, '--stack-justify': justify })} />;
}

type Mark = Look & { size?: Size | undefined; /** A thin frame in `color`; without: filled with `background`. */ variant?: 'outline'; color?: string; background?: string; circle?: boolean } & Omit<ComponentProps<'div'>, keyof Look | 'color'>;

/** A word in a box, white on `background` where it has one. */
export function Badge({ size = 'md', variant, color = 'wuyou', background, circle = false, className, children, ...props }: Mark) {
  const ink = /^[a-z]+$/.test(color) ? `var(--mantine-color-${color}-outline)` : colour(color);
  const face = variant === 'outline' ? { '--badge-bg': 'transparent', '--badge-color': ink, '--badge-bd': `calc(0.0625rem * var(--mantine-scale)) solid ${ink}` } : { '--badge-bg': background };
  return (
    <div className={classes('mantine-Badge-root', LibraryBadge.classes['root'], className)} data-circle={circle ? true : undefined}
      {...looking(props, { '--badge-height': `var(--badge-height-${size})`, '--badge-padding-x': `var(--badge-padding-x-${size})`, '--badge-fz': `var(--badge-fz-${size})`, '--badge-radius': circle ? undefined : 'var(--mantine-radius-sm)', textTransform: 'none', ...face })}
    >
      <span className={LibraryBadge.classes['label']}>{children}</span>
    </div>
  );
}
