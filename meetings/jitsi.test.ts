import { verify } from 'hono/jwt';
import { describe, expect, it, vi } from 'vitest';
import { jitsi } from './jitsi.js';
import { hour, meetingProviderContract, person } from './meeting-provider.contract.js';

const config = { baseUrl: 'https://meet.hospital.example', appId: 'wuyou', appSecret: 'a secret that Prosody shares with us', audience: 'jitsi' };
meetingProviderContract('Jitsi', () => jitsi(config));

const room = 'a'.repeat(32);
const linkFor = (role: 'patient' | 'staff'): URL => new URL(jitsi(config).link({ room, ...hour }, { role, person }));
/** As Jitsi Meet reads it (react/features/base/util/parseURLParams.ts): a JSON text behind the `#`. */
const tokenOf = (role: 'patient' | 'staff'): string => String(JSON.parse(new URLSearchParams(linkFor(role).hash.slice(1)).get('jwt') ?? '""'));
const claimsAt = async (now: string, role: 'patient' | 'staff', secret = config.appSecret): Promise<Record<string, unknown>> => {
  vi.useFakeTimers({ now: new Date(now), toFake: ['Date'] });
  try {
    return await verify(tokenOf(role), secret, 'HS256');
  } finally {
    vi.useRealTimers();
  }
};

describe('A Jitsi link', () => {
  it('carries a token for exactly this room, as Prosody checks it', async () => {
    expect(await claimsAt('2026-03-05T02:30:00Z', 'patient')).toEqual({
      iss: 'wuyou', aud: 'jitsi', sub: 'meet.hospital.example', room, nbf: Date.parse(hour.opensAt) / 1000 - 60, exp: Date.parse(hour.closesAt) / 1000,
      context: { user: { id: person, name: '患者 Patient', moderator: 'false', affiliation: 'member' } },
    });
    expect(await claimsAt('2026-03-05T02:30:00Z', 'staff')).toMatchObject({ context: { user: { moderator: 'true', affiliation: 'owner' } } });
  });

  it('keeps the token where no server and no log sees it', () => {
    expect(`${linkFor('staff').pathname}${linkFor('staff').search}`).toBe(`/${room}`);
    expect(tokenOf('staff')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  });

  it('opens nothing too early, too late, or with another secret', async () => {
    await expect(claimsAt('2026-03-05T01:58:00Z', 'patient')).rejects.toMatchObject({ name: 'JwtTokenNotBefore' });
    await expect(claimsAt('2026-03-05T03:00:01Z', 'patient')).rejects.toMatchObject({ name: 'JwtTokenExpired' });
    await expect(claimsAt('2026-03-05T02:30:00Z', 'patient', 'another secret')).rejects.toMatchObject({ name: 'JwtTokenSignatureMismatched' });
  });
});
