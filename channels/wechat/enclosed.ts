/**
 * What somebody sends on WeChat that is no text, as a sentence for whoever reads the case: what came, what WeChat itself says of it, and where to look
 * at it. We fetch none of it: what stands at the account is seen there by whoever may.
 */

type Kind = {
  zh: string;
  en: string;
  /** Fields of the callback that say something in words, in this order. */
  says: readonly string[];
};

/** Source: "Receiving standard messages" of the service-account docs; `file` as it arrives. */
const kinds: Readonly<Record<string, Kind>> = {
  voice: { zh: '一段语音', en: 'a voice message', says: ['Recognition'] },
  image: { zh: '一张图片', en: 'a picture', says: [] },
  video: { zh: '一段视频', en: 'a video', says: [] },
  shortvideo: { zh: '一段小视频', en: 'a short video', says: [] },
  location: { zh: '一个位置', en: 'a place', says: ['Label', 'Location_X', 'Location_Y'] },
  link: { zh: '一个链接', en: 'a link', says: ['Title', 'Description', 'Url'] },
  file: { zh: '一个文件', en: 'a file', says: ['Title'] },
};
const other: Kind = { zh: '一条非文字消息', en: 'a message that is no text', says: [] };

/** Characters that are quoted of each field (C): a minute of speech has fewer. */
const mostQuoted = 500;

/** `field`: what the callback says under that name, empty when it says nothing. */
export function enclosedIn(type: string, field: (name: string) => string): string {
  const { zh, en, says } = Object.hasOwn(kinds, type) ? (kinds[type] ?? other) : other;
  const said = says.map(field).filter((words) => words !== '').map((words) => [...words].slice(0, mostQuoted).join('')).join(' · ');
  const [quotedZh, quotedEn] = said === '' ? ['', ''] : type === 'voice' ? [`，微信识别为“${said}”`, `; WeChat heard “${said}”`] : [`：“${said}”`, `: “${said}”`];
  return `【微信】发来${zh}${quotedZh}。请在微信公众平台的“消息管理”中查看，微信只保存几天。`
    + `On WeChat came ${en}${quotedEn}. Look at it under messages at mp.weixin.qq.com; WeChat keeps it for a few days only.`;
}
