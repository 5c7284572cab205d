/** For training: the link leads to a page of ours that says where the call would open. Nobody is called. */
import { randomBytes } from 'node:crypto';
import type { MeetingProvider } from './meeting-provider.js';

export const standInPath = '/training-call';

export const standIn = (publicUrl: string, random: (bytes: number) => Buffer = randomBytes): MeetingProvider => ({
  newRoom: () => Promise.resolve(random(16).toString('hex')),
  link: ({ closesAt }, { role }) => `${publicUrl}${standInPath}?as=${role}&until=${encodeURIComponent(closesAt)}`,
});
