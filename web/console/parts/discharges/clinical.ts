/** What a stored discharge says, read without trusting its shape: it came from another system. */
export type Clinical = { reason: string; dischargedOn: string | null; surgeryOn: string | null; conditions: string[]; procedures: string[]; medications: string[] };

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const names = (value: unknown, current = false): string[] =>
  Array.isArray(value)
    ? [...new Set(value.flatMap((one: unknown) => {
        if (typeof one !== 'object' || one === null) return [];
        if (current && 'current' in one && one.current === false) return [];
        const display = 'display' in one ? text(one.display) : '';
        const code = 'code' in one ? text(one.code) : '';
        return display || code ? [display || code] : [];
      }))]
    : [];

export const clinicalOf = (clinical: Record<string, unknown>): Clinical => ({
  reason: text(clinical['reason']), dischargedOn: text(clinical['dischargedOn']) || null, surgeryOn: text(clinical['surgeryOn']) || null,
  conditions: names(clinical['conditions']), procedures: names(clinical['procedures']), medications: names(clinical['medications'], true),
});
