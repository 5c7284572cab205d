/** Which language the console is in: asked for in the address, else chosen before in this browser, else the browser's own. */
import type { Language } from '../text.js';

export const stored = 'wuyou.language';
const known = (text: string | null): Language | null => (text === 'zh-CN' || text === 'en' ? text : null);

export const chosenLanguage = (): Language =>
  known(new URLSearchParams(location.search).get('lang')) ?? known(localStorage.getItem(stored)) ?? (navigator.language.startsWith('en') ? 'en' : 'zh-CN');
