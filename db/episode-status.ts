/** Nothing happens in it by itself any more; late answers are still triaged. */
export const hasEndedStatus = (status: string): boolean => status === 'stopped' || status === 'completed';
