/**
 * What a merge does with each table that points to a patient. A test reads the catalogue: a table that is missing here fails it, so that a
 * new one cannot be forgotten.
 */
export type MergeRule =
  /** Rows go over whole. `unless`: columns in which the kept patient may have the same row already; such a row stays behind. */
  | { rows: 'move'; unless?: readonly string[] }
  /** Rows stay where they are, for this reason. */
  | { rows: 'stay'; why: string };

export const mergeRules: Readonly<Record<string, MergeRule>> = {
  answer: { rows: 'move' },
  answer_draft: { rows: 'move', unless: ['contact_id', 'occurrence'] },
  attempt: { rows: 'move' },
  care_order: { rows: 'move' },
  care_team_member: { rows: 'move', unless: ['account_id'] },
  case_prefix: { rows: 'move' }, // two open cases of one prefix refuse the merge before
  clip_review: { rows: 'move' },
  consent_record: { rows: 'move' },
  consent_word: { rows: 'move', unless: ['command_id'] },
  contact: { rows: 'move', unless: ['kind', 'value'] },
  discharge: { rows: 'move' },
  emergency_access: { rows: 'move' },
  entitlement_balance: { rows: 'move' },
  entitlement_entry: { rows: 'move' },
  entitlement_shortage: { rows: 'move' },
  episode: { rows: 'move' },
  escalation: { rows: 'move' },
  file: { rows: 'move' },
  inquiry: { rows: 'move' },
  meeting: { rows: 'move' },
  obligation: { rows: 'move' },
  occurrence: { rows: 'move' },
  patient_identifier: { rows: 'move' },
  patient_link: { rows: 'move' },
  patient_session: { rows: 'move' },
  reading: { rows: 'move' },
  redemption: { rows: 'move' },
  task: { rows: 'move' },
  visit_assignment: { rows: 'move' },
  visit_offer: { rows: 'move' },
  visit_rating: { rows: 'move' },
  visit_risk: { rows: 'move' },
  waitlist: { rows: 'move' },
  patient: { rows: 'stay', why: 'merged_into is the merge itself' },
  patient_code: { rows: 'stay', why: 'one code per person: whoever types the merged record\'s code is led to the kept one (kept_patient)' },
  patient_match: { rows: 'stay', why: 'the pair is the evidence; its state says merged' },
  patient_merge: { rows: 'stay', why: 'the journal of merges' },
  search_key: { rows: 'stay', why: 'made again from what went over' },
  visit_place: { rows: 'stay', why: 'sealed for one patient: the address is sealed again when the kept patient has none' },
};

export const movingTables: readonly string[] = Object.entries(mergeRules).flatMap(([table, rule]) => (rule.rows === 'move' ? [table] : []));
