import { describe, expect, it } from 'vitest';
import { shouldRoll } from './roll-policy.js';

const day = 86_400_000;
const started = new Date('2026-03-02T08:00:00.000Z');
const young = { continueAsNewSuggested: false, targetWorkerDeploymentVersionChanged: false, historyLength: 400, runStartTime: started };
const at = (days: number) => started.getTime() + days * day;

describe('a run continues as new', () => {
  it('not in an ordinary month', () => expect(shouldRoll(young, at(29))).toBe(false));
  it('after thirty days', () => expect(shouldRoll(young, at(30.1))).toBe(true));
  it('when its history is long', () => expect(shouldRoll({ ...young, historyLength: 1001 }, at(1))).toBe(true));
  it('when the server asks for it', () => expect(shouldRoll({ ...young, continueAsNewSuggested: true }, at(1))).toBe(true));
  it('when a newer build waits for it', () => expect(shouldRoll({ ...young, targetWorkerDeploymentVersionChanged: true }, at(1))).toBe(true));
});
