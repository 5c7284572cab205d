/** `<episode>/escalation/<n>` as the address of its resource. */
export const casePath = (escalationId: string): string => {
  const [episodeId = '', , n = ''] = escalationId.split('/');
  return `/episodes/${episodeId}/escalations/${n}`;
};
