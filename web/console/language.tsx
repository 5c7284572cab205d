/** The language of the console: chosen once, remembered by the browser. */
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { chosenLanguage, stored } from './chosen-language.js';
import { speaker, type Catalogue, type Language, type Speaker } from '../text.js';

const LanguageContext = createContext<{ language: Language; choose: (language: Language) => void }>({ language: 'zh-CN', choose: () => undefined });

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, choose] = useState<Language>(chosenLanguage);
  useEffect(() => {
    localStorage.setItem(stored, language);
    document.documentElement.lang = language;
  }, [language]);
  const value = useMemo(() => ({ language, choose }), [language]);
  return <LanguageContext value={value}>{children}</LanguageContext>;
}

export const useLanguage = () => useContext(LanguageContext);

/** `const t = useText(texts)`, then `t('key', { n: 3 })`. */
export function useText<C extends Catalogue>(catalogue: C): Speaker<C> {
  const { language } = useLanguage();
  return useMemo(() => speaker(catalogue, language), [catalogue, language]);
}

/** Punctuation of the page's language: what joins words that come from lists. */
export type Marks = { /** Between the items of a list. */ list: string; clause: string; colon: string; aside: (words: string) => string };
const marks: Readonly<Record<Language, Marks>> = {
  'zh-CN': { list: '、', clause: '；', colon: '：', aside: (words) => `（${words}）` }, en: { list: ', ', clause: '; ', colon: ': ', aside: (words) => ` (${words})` },
};
export const useMarks = (): Marks => marks[useLanguage().language];
