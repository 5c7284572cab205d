/** What expressions may ask about the patient: `patient.<name>`. Extend it together with the intake that fills it. */
export const patientFlags = [
  'anticoagulant', 'antiplatelet', 'pregnant', 'implant', 'livesAlone', 'diabetes', 'nothingByMouth', 'hasFamilyContact',
] as const;
