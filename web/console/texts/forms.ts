import type { Catalogue } from '../../text.js';

export const formTexts = {
  yes: ['是', 'Yes'],
  no: ['否', 'No'],
  required: ['请回答', 'Please answer'],
  'not-a-number': ['请填写数字，例如 38.5', 'Write a number, e.g. 38.5'],
  'out-of-range': ['请填写 {min} 到 {max} 之间的数', 'Between {min} and {max}, please'],
  'too-precise': ['小数位过多（最多{decimals}位）', '{decimals, plural, =0 {Whole numbers only} one {At most # decimal} other {At most # decimals}}'],
  range: ['{min}–{max} {unit}', '{min}–{max} {unit}'],
  clear: ['清除回答：{question}', 'Clear the answer: {question}'],
  clearShort: ['清除', 'Clear'],
  wordless: ['（此量表的原文须由医院取得授权后载入）', '(The wording of this scale is loaded by a licensed hospital)'],
  photo: ['选择照片', 'Choose a photo'],
  photoThere: ['已附照片', 'A photo is attached'],
  photoNot: ['请患者通过自己的页面发送照片', 'Ask the patient to send the photo from their own page'],
  score: ['{form}：{total}分', '{form}: {total, plural, one {# point} other {# points}}'],
  nothing: ['没有等待填写的表单', 'No form waits for answers'],
} as const satisfies Catalogue;
