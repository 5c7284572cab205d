/** Which provider a hospital's calls go through: training never leaves the house; a real hospital without a provider has none. */
import { jitsi } from './jitsi.js';
import type { JitsiConfig } from './jitsi.js';
import type { MeetingProvider } from './meeting-provider.js';
import { standIn } from './stand-in.js';

export const meetingsFor = (kind: 'real' | 'training', config: { jitsi?: JitsiConfig | undefined; publicUrl: string }): MeetingProvider | null =>
  kind === 'training' ? standIn(config.publicUrl) : config.jitsi ? jitsi(config.jitsi) : null;
