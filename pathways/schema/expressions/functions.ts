/** Signatures of the look-back functions; their meaning is the engine's (see `exprFunctions` in plan.ts). */
import type { ExprFunction } from '../../engine/plan.js';

export type Argument = { name: string; unit: 'hour' | 'day' | 'same' };

export const signatures: Record<ExprFunction, { of: 'any' | 'number'; returns: 'same' | 'count' | 'boolean'; args: Argument[] }> = {
  previous: { of: 'any', returns: 'same', args: [] },
  baseline: { of: 'any', returns: 'same', args: [] },
  latest: { of: 'any', returns: 'same', args: [{ name: 'hours', unit: 'hour' }] },
  lowest: { of: 'number', returns: 'same', args: [{ name: 'days', unit: 'day' }] },
  highest: { of: 'number', returns: 'same', args: [{ name: 'days', unit: 'day' }] },
  mean: { of: 'number', returns: 'same', args: [{ name: 'days', unit: 'day' }] },
  meanOf: { of: 'number', returns: 'same', args: [{ name: 'days', unit: 'day' }] },
  countAtLeast: {
    of: 'number',
    returns: 'count',
    args: [{ name: 'threshold', unit: 'same' }, { name: 'withinHours', unit: 'hour' }, { name: 'apartHours', unit: 'hour' }],
  },
  given: { of: 'any', returns: 'boolean', args: [] },
  count: { of: 'any', returns: 'count', args: [{ name: 'days', unit: 'day' }] },
  median: { of: 'number', returns: 'same', args: [{ name: 'days', unit: 'day' }] },
  inARow: { of: 'number', returns: 'count', args: [{ name: 'threshold', unit: 'same' }] },
  rises: { of: 'number', returns: 'count', args: [] },
  deviceGap: { of: 'number', returns: 'same', args: [{ name: 'hours', unit: 'hour' }] },
  alone: { of: 'number', returns: 'same', args: [{ name: 'hours', unit: 'hour' }] },
};

export const signatureText = (fn: ExprFunction): string => `${fn}(${['x', ...signatures[fn].args.map(({ name }) => name)].join(', ')})`;
