/** Text that may or may not be one of our ids, compared as an id: `id::text = $1` would read every row of the hospital, because no index holds the text. */

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The id, or null, which equals no row's. As we write them ourselves: lower case, with hyphens. */
export const idOrNull = (text: string): string | null => (uuid.test(text) ? text : null);
