/** How the bench tells the bare worker where everything is: it is started as a process. */
import { inheritedEnvironment } from '../../settings.js';

export const bareTaskQueue = 'bare';

type Place = { address: string; databaseUrl: string; port: number };

export const bareEnvironment = ({ address, databaseUrl, port }: Place): Record<string, string> => ({ BARE_ADDRESS: address, BARE_DATABASE_URL: databaseUrl, BARE_PORT: String(port) });

export function bareSettings(): Place {
  const { BARE_ADDRESS: address = '', BARE_DATABASE_URL: databaseUrl = '', BARE_PORT: port = '' } = inheritedEnvironment();
  if (address === '' || databaseUrl === '') throw new Error('The bare worker is started by the bench (npm run bench), which tells it where everything is.');
  return { address, databaseUrl, port: Number(port) };
}
