/** Location for a check-in or an alarm, asked for when the page opens, only on those pages, and sent only with that form. */
const fields = [...document.querySelectorAll<HTMLInputElement>('input[data-location]')];
if (fields.length > 0 && 'geolocation' in navigator) {
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      const known: Record<string, number> = { lat: coords.latitude, lng: coords.longitude, accuracy: coords.accuracy };
      for (const field of fields) field.value = String(known[field.dataset['location'] ?? ''] ?? '');
    },
    () => undefined, // without it the form counts all the same
    { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 },
  );
}
