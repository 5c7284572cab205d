import { describe, expect, it } from 'vitest';
import { explain } from './explain.js';
import { PlainError } from './plain-error.js';

const failure = (code: string, message: string, cause?: unknown): Error => Object.assign(new Error(message, { cause }), { code });

describe('what the system says, in one sentence for the person at the terminal', () => {
  it.each<[string, Error, string]>([
    ['a busy port', failure('EADDRINUSE', 'listen EADDRINUSE: address already in use 127.0.0.1:8080'), 'Port 8080 is taken by another program: stop that program, or set PORT to a free one.'],
    ['a busy port on IPv6', failure('EADDRINUSE', 'listen EADDRINUSE: address already in use :::8080'), 'Port 8080 is taken by another program: stop that program, or set PORT to a free one.'],
    ['a full disk', failure('ENOSPC', 'ENOSPC: no space left on device, write'), 'The disk is full: free at least 300 MB and start again; nothing recorded was lost.'],
    ['a full disk of the database', failure('53100', 'could not extend file "base/1/2": No space left on device'), 'The disk is full: free at least 300 MB and start again; nothing recorded was lost.'],
    ['a used-up quota', failure('EDQUOT', 'EDQUOT: disk quota exceeded, write'), 'The disk quota is used up: free at least 300 MB and start again; nothing recorded was lost.'],
    ['a folder of somebody else', failure('EACCES', "EACCES: permission denied, mkdir '/srv/care/.data'"), '/srv/care/.data cannot be written: start as the user who owns it, or set WUYOU_DATA_DIR to a folder of yours.'],
    ['a read-only disk', failure('EROFS', "EROFS: read-only file system, open '/srv/care/.data/start.lock'"), '/srv/care/.data/start.lock cannot be written: start as the user who owns it, or set WUYOU_DATA_DIR to a folder of yours.'],
    ['nothing started yet', failure('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:45017'), 'Nothing answers on 127.0.0.1:45017: run npm start (in another terminal) first.'],
    ['a database that is elsewhere and down', failure('ECONNREFUSED', 'connect ECONNREFUSED 10.0.0.7:5432'), '10.0.0.7:5432 does not answer: start it, or correct DATABASE_URL or TEMPORAL_ADDRESS.'],
    ['a host that nobody knows', failure('ENOTFOUND', 'getaddrinfo ENOTFOUND db.hospital.example'), 'The host db.hospital.example is not known here: correct DATABASE_URL or TEMPORAL_ADDRESS.'],
    ['Temporal away', failure('', '14 UNAVAILABLE: No connection established'), 'Temporal does not answer: start it, or correct TEMPORAL_ADDRESS.'],
    ['a wrong password', failure('28P01', 'password authentication failed for user "care"'), 'The database refused the user or password in DATABASE_URL: correct them.'],
    ['a missing database', failure('3D000', 'database "care" does not exist'), 'The database named in DATABASE_URL does not exist: create it or correct the name.'],
    ['a database without tables', failure('42P01', 'relation "episode" does not exist'), 'The database has no Wuyou tables yet: run npm start, or npx wuyou migrate with DATABASE_URL set.'],
    ['an id that is none, without repeating it', failure('22P02', 'invalid input syntax for type uuid: "ward-3"'), 'What was given as an id is none: ids look like 0198c0de-0000-7000-8000-000000000001. Copy it whole.'],
    ['a cause further down', new Error('fetch failed', { cause: failure('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:8080') }), 'Nothing answers on 127.0.0.1:8080: run npm start (in another terminal) first.'],
    ['our own words', new PlainError('The data folder belongs to another installation: set WUYOU_DATA_DIR.'), 'The data folder belongs to another installation: set WUYOU_DATA_DIR.'],
  ])('%s', (_, error, sentence) => expect(explain(error)).toBe(sentence));

  it('leaves a bug alone, so that its stack is seen', () => expect(explain(new TypeError('x is not a function'))).toBeNull());
});
