import type { Catalogue } from '../../text.js';

export const whyTexts = {
  verified: ['已用该版本的规则重新推演，结论一致', 'Verified: run again with this version, the engine decides the same'],
  unverified: ['重新推演的结论与记录不一致，请告知运维', 'The engine decides otherwise than the record says; tell ops'],
  program: ['程序中的写法（编号、代码）', 'As the program has it (ids, codes)'],
} as const satisfies Catalogue;
