/** The kind of browser in two words of ours, so that somebody knows her own sessions apart. Nothing that the browser wrote is kept. */

/** The first that fits: most browsers also name the ones that they descend from. */
const browsers: readonly [RegExp, string][] = [
  [/MicroMessenger\//, 'WeChat'], [/\bEdgA?(iOS)?\//, 'Edge'], [/\b(OPR|Opera)\//, 'Opera'], [/\bQQBrowser\//, 'QQ Browser'], [/\bHuaweiBrowser\//, 'Huawei Browser'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'], [/\b(Chrome|CriOS|Chromium|HeadlessChrome)\//, 'Chrome'], [/\bSafari\//, 'Safari'],
];
const systems: readonly [RegExp, string][] = [
  [/OpenHarmony|HarmonyOS/, 'HarmonyOS'], [/Android/, 'Android'], [/iPhone/, 'iPhone'], [/iPad/, 'iPad'], [/Windows/, 'Windows'], [/Mac OS X|Macintosh/, 'macOS'], [/CrOS/, 'ChromeOS'], [/Linux/, 'Linux'],
];
const nameIn = (list: typeof browsers, text: string): string | null => list.find(([pattern]) => pattern.test(text))?.[1] ?? null;

/** `Chrome, Windows`; null: none that we know, e.g. a program. */
export function deviceOf(userAgent: string | undefined): string | null {
  const text = (userAgent ?? '').slice(0, 500);
  return [nameIn(browsers, text), nameIn(systems, text)].filter((name) => name !== null).join(', ') || null;
}
