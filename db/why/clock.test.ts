/** The opened clock, from events alone. Runs with PostgreSQL's project because it stands beside `why`; it needs none. */
import { describe, expect, it } from 'vitest';
import type { EpisodeEvent } from '../../pathways/engine/events.js';
import { caseClock } from './clock.js';

const id = 'e/escalation/1';
const cause = { kind: 'policy', policy: 'test' } as const;
const at = (time: string): string => `2026-03-02T${time}:00.000Z`;
const who = (actor: string) => ({ zh: actor, en: actor });
const raised: EpisodeEvent = { type: 'EscalationRaised', cause, at: at('01:00'), escalation: id, level: 'yellow', rules: ['W-3'], prefixes: ['W'], instruction: 'do', to: ['responsible-nurse'], patientText: null, ackBy: null, contactBy: at('23:00') };
const upgraded: EpisodeEvent = { type: 'EscalationUpgraded', cause, at: at('02:00'), escalation: id, level: 'red', rules: ['CORE-1'], prefixes: ['CORE'], instruction: 'do', to: ['duty-doctor'], patientText: null, ackBy: at('02:15'), contactBy: at('02:30') };
const breached: EpisodeEvent = { type: 'EscalationBreached', cause, at: at('02:15'), escalation: id, which: 'acknowledge' };
const acknowledged: EpisodeEvent = { type: 'EscalationAcknowledged', cause, at: at('02:20'), escalation: id, by: 'doctor' };
const contacted: EpisodeEvent = { type: 'EscalationContacted', cause, at: at('02:25'), escalation: id, by: 'doctor' };
const clock = (events: EpisodeEvent[], owners: Parameters<typeof caseClock>[0]['owners'] = []) => caseClock({ escalation: id, events, owners, who });

describe('The opened clock of a case', () => {
  it('begins again with an upgrade, and the former run ends unkept', () => {
    expect(clock([raised, upgraded]).runs).toMatchObject([{ level: 'yellow', endedAt: at('02:00'), deadlines: [{ which: 'contact', keptAt: null, breachedAt: null }] }, { level: 'red', endedAt: null }]);
  });
  it('says of a late acknowledgement both that it was late and when it came', () => {
    expect(clock([raised, upgraded, breached, acknowledged, contacted]).runs[1]?.deadlines).toEqual([
      { which: 'acknowledge', by: at('02:15'), keptAt: at('02:20'), breachedAt: at('02:15') }, { which: 'contact', by: at('02:30'), keptAt: at('02:25'), breachedAt: null },
    ]);
  });
  it('puts owners between the events, in time order', () => {
    const { lines } = clock([raised, upgraded], [{ at: at('01:30'), name: '李护士', how: 'taken', byName: '李护士' }, { at: at('03:00'), name: null, how: 'released', byName: '李护士' }]);
    expect(lines.map(({ kind }) => kind)).toEqual(['start', 'owner', 'restart', 'owner']);
    expect(lines[3]?.text.en).toBe('李护士 gave it back; nobody has it');
  });
  it('says that quiet hours hold back the text and not the clock, and that a pause does not stop it', () => {
    const moved: EpisodeEvent = { type: 'ObligationMoved', cause, at: at('13:00'), obligation: `${id}/0/text/patient`, dueAt: at('23:59'), reason: 'quiet-hours' };
    const paused: EpisodeEvent = { type: 'EpisodePaused', cause, at: at('14:00'), reason: 'staff' };
    expect(clock([raised, moved, paused]).lines.map(({ kind, text }) => [kind, text.en])).toEqual([
      ['start', expect.stringContaining('YELLOW') as string], ['calendar', 'Quiet hours: the text to the patient waits until they end; the clock does not'], ['pause', 'The episode was paused; the clock of an open case goes on'],
    ]);
  });
});
