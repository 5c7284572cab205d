/** What `npm start` prints when everything answers. */
import { relative } from 'node:path';
import type { Training } from './seed.js';

export type Ready = { url: string; uiUrl: string | undefined; training: Training; dataDir: string; /** The embedded database's, which root may keep elsewhere. */ databaseFolder: string | undefined; /** Episodes that run now. */ open: number };

/** Copied and pasted by people and run by a test: each works as it stands, in another terminal, in the folder of the project. */
export const commandsToTry = ({ url, training }: Pick<Ready, 'url' | 'training'>): string[] => [
  'npx wuyou story pathways/definitions/hip-wound-care/stories/01-aunt-zhang.story.yaml',
  'npx wuyou demo discharges/fixtures/r4-bundle.json --package hip-wound-care --discharged today',
  `curl -s -H "Authorization: Bearer ${training.signIn.apiKey}" ${url}/episodes`,
];

export function welcome(ready: Ready): string {
  const { url, uiUrl, training, dataDir, databaseFolder, open } = ready;
  const outside = databaseFolder !== undefined && !databaseFolder.startsWith(dataDir) ? `, ${databaseFolder}` : '';
  const rows: [string, string][] = [
    ['控制台 · Console', `${url}/console/`],
    ['患者页面 · Patient page', `${url}/p/`],
    ['护士页面 · Nurse page', `${url}/nurse/`],
    ['本地收件箱 · Local inbox', `${url}/inbox`],
    ['接口文档 · API docs', `${url}/docs`],
    ['Temporal', uiUrl ?? '(another server; set TEMPORAL_UI_URL to show it here)'],
    ['登录 · Sign in', `${url}/sign-in   ${training.signIn.login} / ${training.signIn.password}   (同一密码 · the same password: case-manager, nurse, doctor, head-nurse, ...)`],
    ['接口密钥 · API key', training.signIn.apiKey],
    ['数据 · Data', `${relative(process.cwd(), dataDir) || dataDir}${outside} (keys.json opens everything: keep a copy)`],
  ];
  return [
    '',
    `就绪 · ready${open > 0 ? `: ${open} 个病程在运行 · ${open} episode${open === 1 ? '' : 's'} running` : ''}`,
    ...rows.map(([name, value]) => `  ${name}: ${value}`),
    '',
    '试一试（另开终端）· Try, in another terminal:',
    ...commandsToTry(ready).map((command) => `  ${command}`),
    '',
    'Ctrl-C 停止 · Ctrl-C stops everything in order',
  ].join('\n');
}
