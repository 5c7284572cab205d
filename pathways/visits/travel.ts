/** Minutes from one place to another: recorded between districts, else by great circle, else by convention. */
import type { ServiceSettings } from './conventions.js';
import type { Place } from './staff.js';

/** `minutes` by `<from> <to>`; centres of districts for distances. */
export type TravelMap = { minutes: Readonly<Record<string, number>>; centres: Readonly<Record<string, { lat: number; lng: number }>> };

const earthRadiusKm = 6371;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Great-circle distance in kilometres (haversine). */
export function kilometres(a: { lat: number; lng: number }, b: { lat: number; lng: number }): number {
  const dLat = radians(b.lat - a.lat);
  const dLng = radians(b.lng - a.lng);
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(dLng / 2) ** 2;
  return 2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(h)));
}

type Settings = Pick<ServiceSettings, 'sameDistrictMinutes' | 'otherDistrictMinutes' | 'kmPerHour'>;

const spot = (place: Place, map: TravelMap): { lat: number; lng: number } | null =>
  place.lat !== null && place.lng !== null ? { lat: place.lat, lng: place.lng } : place.district === null ? null : (map.centres[place.district] ?? null);

/** 0 to or from nowhere (an online visit, no base): nothing is known, and a guess would only disturb the comparison. */
export function travelMinutes(from: Place, to: Place, map: TravelMap, settings: Settings): number {
  const unknown = (place: Place): boolean => place.district === null && place.lat === null;
  if (unknown(from) || unknown(to)) return 0;
  const exact = from.lat !== null && to.lat !== null;
  const recorded = map.minutes[`${from.district} ${to.district}`] ?? map.minutes[`${to.district} ${from.district}`];
  if (!exact && recorded !== undefined) return recorded;
  const [a, b] = [spot(from, map), spot(to, map)];
  if (a && b && (exact || from.district !== to.district)) return Math.round((kilometres(a, b) / settings.kmPerHour) * 60);
  return from.district === to.district ? settings.sameDistrictMinutes : settings.otherDistrictMinutes;
}
