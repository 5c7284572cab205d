/** The hospital's date now: what "today" means on every form, wherever the browser stands. */
export const today = (zone: string): string => new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date());
