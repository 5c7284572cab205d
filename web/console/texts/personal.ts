import type { Catalogue } from '../../text.js';

export const personalTexts = {
  between: ['{min} 至 {max}{unit}', '{min} to {max}{unit}'],
  several: ['可填多个，从早到晚', 'several, earliest first'],
  usual: ['不填则按 {value}{unit}', 'left empty: {value}{unit}'],
  notAllowed: ['只能填 {min} 至 {max}{unit}', 'Allowed: {min} to {max}{unit}'],
  now: ['现为 {value}', 'now {value}'], nowUsual: ['现按默认 {value}', 'now the default, {value}'], nowNone: ['现未设定', 'not given now'],
  leaveEmpty: ['不改的留空', 'Leave empty what does not change'],
  takeBack: ['取消设定：{what}', 'Take back: {what}'],
  numbersOf: ['该患者的数值', 'Numbers of this patient'],
} as const satisfies Catalogue;
