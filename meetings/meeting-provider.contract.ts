/** What every provider of video calls must keep. */
import { describe, expect, it } from 'vitest';
import type { MeetingProvider, Room } from './meeting-provider.js';

export const hour: Omit<Room, 'room'> = { opensAt: '2026-03-05T02:00:00.000Z', closesAt: '2026-03-05T03:00:00.000Z' };
export const person = '019355e2-7a50-7c4e-9d61-0f5f0f6a1b2c';

export function meetingProviderContract(name: string, create: () => MeetingProvider): void {
  describe(`${name} honours the meeting contract`, () => {
    it('gives every call a room of its own that nobody can guess', async () => {
      const provider = create();
      const rooms = await Promise.all(Array.from({ length: 200 }, () => provider.newRoom()));
      expect(new Set(rooms).size).toBe(200);
      for (const room of rooms) expect(room).toMatch(/^[a-z0-9]{32,}$/);
    });

    it('gives each side a link of its own to the same call, the same again when asked again', async () => {
      const provider = create();
      const room = await provider.newRoom();
      const link = (role: 'patient' | 'staff') => new URL(provider.link({ room, ...hour }, { role, person }));
      const [patient, staff] = [link('patient'), link('staff')];
      expect(patient.href).not.toBe(staff.href);
      expect(patient.origin + patient.pathname).toBe(staff.origin + staff.pathname);
      expect(link('patient').href).toBe(patient.href);
    });
  });
}
