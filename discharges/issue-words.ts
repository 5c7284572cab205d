/** What a schema found wrong, said without repeating what was sent: an unknown field's name may be a patient's name that slipped into its place. */
type Issue = { code: string; path: readonly PropertyKey[]; message: string; keys?: readonly string[] };

/** What somebody else named is repeated only when it can be a field's name: a value that slipped into its place may be about a patient. */
export const shownName = (name: PropertyKey): string => (/^[A-Za-z0-9_.-]{1,60}$/.test(String(name)) ? String(name) : '…');

/** What is said of a field that a body does not have. */
export const unknownField = 'is not known here: correct its name, or leave it out';

/** `/patient/birthDate Invalid ISO date`: a JSON pointer, then the problem; every unknown field under its own name. */
export const issueWords = ({ code, path, message, keys = [] }: Issue): string[] => {
  const at = (more: readonly string[]): string => `/${[...path, ...more].map(shownName).join('/')}`;
  return code === 'unrecognized_keys' ? keys.map((key) => `${at([key])} ${unknownField}`) : [`${at([])} ${message}`];
};
