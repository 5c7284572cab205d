/**
 * Which discharge medicines set which patient flag. Generic names in Latin and Chinese spelling, matched inside the written name.
 * Names: WHO ATC groups B01AA, B01AB, B01AE, B01AF (anticoagulants) and B01AC (antiplatelets); staff confirm the flags at launch.
 */
export const medicationFlags: readonly { flag: 'anticoagulant' | 'antiplatelet'; names: readonly string[] }[] = [
  {
    flag: 'anticoagulant',
    names: [
      'warfarin', '华法林', 'rivaroxaban', '利伐沙班', 'apixaban', '阿哌沙班', 'dabigatran', '达比加群', 'edoxaban', '艾多沙班',
      'enoxaparin', '依诺肝素', 'dalteparin', '达肝素', 'nadroparin', '那屈肝素', '那曲肝素', 'fondaparinux', '磺达肝癸', 'heparin', '肝素',
    ],
  },
  {
    flag: 'antiplatelet',
    names: ['aspirin', 'acetylsalicylic', '阿司匹林', 'clopidogrel', '氯吡格雷', 'ticagrelor', '替格瑞洛', 'prasugrel', '普拉格雷', 'dipyridamole', '双嘧达莫', 'cilostazol', '西洛他唑'],
  },
];

/** Flags that the medicines to be taken after discharge imply; absent flags are unknown, not false. */
export function flagsOf(medications: readonly { display: string; current: boolean }[]): Record<string, boolean> {
  const taken = medications.filter((m) => m.current).map((m) => m.display.toLowerCase());
  return Object.fromEntries(medicationFlags.filter(({ names }) => taken.some((name) => names.some((n) => name.includes(n)))).map(({ flag }) => [flag, true]));
}
