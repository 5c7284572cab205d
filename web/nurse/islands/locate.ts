/**
 * Where the nurse stands, asked for by the press of check-in or alarm and by nothing else: no page looks at it by itself, and it is sent with
 * that form alone. The form says how long it waits for an answer (`data-wait`, ms); without one it goes out all the same.
 */
const position = (timeout: number): Promise<GeolocationCoordinates | null> =>
  new Promise((settle) => {
    // The timeout of the call starts only once the person has allowed it; an alarm must not wait for that.
    setTimeout(() => settle(null), timeout);
    navigator.geolocation.getCurrentPosition(({ coords }) => settle(coords), () => settle(null), { enableHighAccuracy: true, timeout, maximumAge: 60_000 });
  });

for (const form of document.querySelectorAll('form')) {
  const fields = [...form.querySelectorAll<HTMLInputElement>('input[data-location]')];
  const wait = Number(fields[0]?.dataset['wait'] ?? 0);
  let state: 'idle' | 'asking' | 'known' = 'idle';
  if (fields.length === 0 || !('geolocation' in navigator)) continue;
  form.addEventListener('submit', (event) => {
    if (state === 'known') return;
    event.preventDefault();
    event.stopPropagation(); // not sent yet: the guard against double taps must not count it
    if (state === 'asking') return;
    state = 'asking';
    void position(wait).then((coords) => {
      const known: Record<string, number | undefined> = { lat: coords?.latitude, lng: coords?.longitude, accuracy: coords?.accuracy };
      for (const field of fields) field.value = String(known[field.dataset['location'] ?? ''] ?? '');
      state = 'known';
      form.requestSubmit();
    });
  });
  window.addEventListener('pageshow', () => (state = 'idle'));
}
