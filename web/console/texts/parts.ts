import type { Catalogue } from '../../text.js';

/** Of parts that several pages share. */
export const partTexts = {
  close: ['关闭', 'Close'],
  cancel: ['取消', 'Cancel'],
  writeFirst: ['请写明', 'Please write it down'],
  mayNot: ['您的角色没有此项权限', 'Your roles do not allow this'],
} as const satisfies Catalogue;
