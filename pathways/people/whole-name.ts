/** A name as it is written: 张秀英 without a space; in Latin letters the given name first, `Shane Jast`. Empty when nothing is known. */
export function wholeName({ familyName, givenName }: { familyName: string; givenName: string }): string {
  const latin = /\p{Script=Latin}/u.test(familyName);
  return (latin ? `${givenName} ${familyName}` : `${familyName}${givenName}`).trim();
}
