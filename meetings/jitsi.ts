/**
 * A self-hosted Jitsi Meet whose Prosody asks for tokens (jitsi-meet-tokens; `allow_empty_token = false`, the `token_verification` module):
 * everybody brings a token for exactly this room. Claims: lib-jitsi-meet, doc/tokens.md. Media travels encrypted (DTLS-SRTP).
 * The token stands behind the `#`, which browsers send to no server and proxies never log; Jitsi Meet reads it there since May 2024 (its pull
 * requests 14749 and 14760), as a JSON text.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { MeetingProvider } from './meeting-provider.js';

export type JitsiConfig = {
  /** https origin (and path) of the Jitsi Meet that patients' phones can reach. */
  baseUrl: string;
  appId: string;
  appSecret: string;
  /** `aud` that Prosody accepts (`asap_accepted_audiences`). */
  audience: string;
};

/** C: a phone's clock and the server's may differ by so much. */
const clockSkewSeconds = 60;
const roomBytes = 16;
/** What others in the call read instead of a name. */
const shownAs = { patient: '患者 Patient', staff: '医护人员 Care team' } as const;

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const seconds = (instant: string): number => Math.floor(Date.parse(instant) / 1000);

function signed(claims: object, secret: string): string {
  const unsigned = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${unsigned}.${createHmac('sha256', secret).update(unsigned).digest('base64url')}`;
}

export function jitsi({ baseUrl, appId, appSecret, audience }: JitsiConfig, random: (bytes: number) => Buffer = randomBytes): MeetingProvider {
  const { hostname } = new URL(baseUrl);
  return {
    // Jitsi lowers the case of room names, so hexadecimal digits lose nothing.
    newRoom: () => Promise.resolve(random(roomBytes).toString('hex')),
    link({ room, opensAt, closesAt }, { role, person }) {
      const moderator = role === 'staff';
      const claims = {
        iss: appId, aud: audience, sub: hostname, room, nbf: seconds(opensAt) - clockSkewSeconds, exp: seconds(closesAt),
        // Everything in `user` is text. `moderator` and `affiliation` are what the common moderation modules read.
        context: { user: { id: person, name: shownAs[role], moderator: String(moderator), affiliation: moderator ? 'owner' : 'member' } },
      };
      return `${baseUrl}/${room}#jwt=${encodeURIComponent(JSON.stringify(signed(claims, appSecret)))}`;
    },
  };
}
