/** `smtp://user:password@host:587` or `smtps://host:465`, and `无忧 <care@hospital.example>`, as the settings write them. */
import type { EmailSettings } from './email.js';

export function smtpSettings({ url: written, from }: { url: string; from: string }): EmailSettings {
  const url = new URL(written);
  const secure = url.protocol === 'smtps:';
  const { hostname: host } = url;
  const isHere = host === '127.0.0.1' || host === 'localhost' || host === '[::1]';
  return {
    host,
    port: url.port ? Number(url.port) : secure ? 465 : 587,
    secure,
    // Across a network nothing goes in the clear; a mail catcher beside us may.
    requireTls: !secure && !isHere && url.searchParams.get('tls') !== 'optional',
    ...(url.username && { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
    from: sender(from),
  };
}

function sender(written: string): EmailSettings['from'] {
  const [, name = '', address = written.trim()] = /^(.*)<([^<>]+)>\s*$/.exec(written) ?? [];
  if (!/^[^\s@]+@[^\s@]+$/.test(address)) throw new Error(`EMAIL_FROM: "${written}" is not <name> <address>`);
  return { name: name.trim().replace(/^"(.*)"$/, '$1'), address };
}
