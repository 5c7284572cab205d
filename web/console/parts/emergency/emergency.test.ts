import { describe, expect, it } from 'vitest';
import { confinedRoles, may } from '../../../../api/permissions.js';
import { emergencyHours } from '../../../../db/care-team/emergency.js';
import { emergencyTexts } from '../../texts/care-team.js';

describe('The form for an emergency', () => {
  it('may be sent by whoever is kept to care teams', () => expect(confinedRoles.filter((role) => !may([role], 'emergency-access:act'))).toEqual([]));
  it('says for how many hours it opens the record', () => expect(emergencyTexts.lead.map((said) => said.includes(String(emergencyHours)))).toEqual([true, true]));
});
