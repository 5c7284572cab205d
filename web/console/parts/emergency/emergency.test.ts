import { describe, expect, it } from 'vitest';
import { confinedRoles as inTheApi } from '../../../../api/permissions.js';
import { emergencyHours } from '../../../../db/care-team/emergency.js';
import { emergencyTexts } from '../../texts/care-team.js';
import { confinedRoles } from './confined.js';

describe('The form for an emergency', () => {
  it('is offered to those whom the API may confine', () => expect(confinedRoles).toEqual(inTheApi));
  it('says for how many hours it opens the record', () => expect(emergencyTexts.lead.map((said) => said.includes(String(emergencyHours)))).toEqual([true, true]));
});
