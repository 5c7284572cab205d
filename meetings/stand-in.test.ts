import { expect, it } from 'vitest';
import { hour, meetingProviderContract, person } from './meeting-provider.contract.js';
import { meetingsFor } from './meetings.js';
import { standIn } from './stand-in.js';

meetingProviderContract('The stand-in', () => standIn('https://care.test'));

const config = { baseUrl: 'https://meet.hospital.example', appId: 'a', appSecret: 'b', audience: 'jitsi' };

it('A training hospital never calls outside, whatever is configured; a real one without a provider has no calls', () => {
  const link = (kind: 'real' | 'training', jitsi?: typeof config) => meetingsFor(kind, { jitsi, publicUrl: 'https://care.test' })?.link({ room: 'r', ...hour }, { role: 'patient', person });
  expect(link('training', config)).toMatch(/^https:\/\/care\.test\/training-call/);
  expect(link('real', config)).toMatch(/^https:\/\/meet\.hospital\.example\/r#jwt=/);
  expect(link('real')).toBeUndefined();
});
