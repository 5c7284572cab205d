/** A discharge of today with a reachable synthetic patient; launchable. */
export const dischargeOf = (ref: string, on: string, more: Record<string, unknown> = {}) => ({
  patient: { identifiers: [{ system: 'mrn', value: `M-${ref}` }], familyName: '张', givenName: '阿姨', birthDate: '1953-05-04', sex: 'female' },
  contacts: [{ owner: 'patient', kind: 'mobile', value: '13800138000' }, { owner: 'family', kind: 'mobile', value: '13900139000', relation: '女儿' }],
  consents: { sms: true, photos: true, family: true, familyDoctor: false },
  stay: { ref, kind: 'inpatient', dischargedAt: on, admittedAt: null },
  procedures: [{ system: 'http://snomed.info/sct', code: '52734007', display: 'Total replacement of hip', performedAt: on }],
  ...more,
});
