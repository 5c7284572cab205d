/** Whoever sets the database up reads that its server is not proved to be it. */
import { describe, expect, it } from 'vitest';
import { unprovenServer } from './unproven-server.js';

describe('The address of the database', () => {
  it.each(['sslmode=require', 'sslmode=prefer', 'sslmode=allow', 'ssl=require'])('with %s is warned of, without its password', (how) => {
    expect(unprovenServer(`postgres://wuyou:secret@db.hospital.internal/wuyou?${how}`)).toMatch(/^DATABASE_URL says sslmode=\w+(?!.*secret).*verify-full/);
  });
  it.each(['', '?sslmode=verify-full', '?sslmode=verify-ca', '?sslmode=disable', '?sslmode=require&sslrootcert=system'])('with "%s" is not', (how) => {
    expect(unprovenServer(`postgres://wuyou:secret@db.hospital.internal/wuyou${how}`)).toBeNull();
  });
});
