import { describe, expect, it } from 'vitest';
import { PhonePage } from './layout.js';

const frame = { language: 'en', elder: true, training: true, hospital: 'Hospital' } as const;

describe('the phone page', () => {
  it('names its language, marks training, enlarges for elders and loads nothing from elsewhere', async () => {
    const html = String(await PhonePage({ frame: { ...frame, islands: ['patient-speak'] }, title: 'Today', children: 'hello' }));
    expect(html).toContain('<html lang="en" class="elder">');
    expect(html).toContain('Training: nothing here is about a real patient');
    expect(html).toContain('src="/islands/patient-speak.js"');
    expect(html).not.toMatch(/https?:\/\//);
  });
  it('escapes what a person wrote', async () => {
    expect(String(await PhonePage({ frame, title: '<b>', children: '<script>alert(1)</script>' }))).not.toContain('<script>alert');
  });
});
