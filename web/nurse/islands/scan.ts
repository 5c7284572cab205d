/** Scans the patient's redemption code with the camera. Typing it works everywhere; this only saves typing. */
import jsQR from 'jsqr';

const place = document.querySelector<HTMLElement>('[data-scanner]');
const video = document.querySelector<HTMLVideoElement>('[data-scan-video]');
const code = document.querySelector<HTMLInputElement>('[data-scan-code]');
const how = document.querySelector<HTMLInputElement>('[data-scan-how]');
const start = document.querySelector<HTMLButtonElement>('[data-scan-start]');

async function scan(screen: HTMLVideoElement): Promise<string> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  screen.srcObject = stream;
  screen.hidden = false;
  await screen.play();
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  try {
    for (;;) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      if (!context || screen.videoWidth === 0) continue;
      [canvas.width, canvas.height] = [screen.videoWidth, screen.videoHeight];
      context.drawImage(screen, 0, 0);
      const found = jsQR(context.getImageData(0, 0, canvas.width, canvas.height).data, canvas.width, canvas.height);
      if (found?.data) return found.data;
    }
  } finally {
    for (const track of stream.getTracks()) track.stop();
    screen.hidden = true;
  }
}

if (place && video && code && how && start && 'mediaDevices' in navigator) {
  place.hidden = false;
  start.addEventListener('click', () => {
    scan(video).then(
      (read) => {
        code.value = read;
        how.value = 'scan';
        code.form?.requestSubmit();
      },
      () => void (place.hidden = true), // no camera, or not allowed: the field is there
    );
  });
  code.addEventListener('input', () => void (how.value = 'code'));
}
