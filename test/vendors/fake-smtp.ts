/** A mail server: refuses at RCPT, hangs or cuts the line after DATA having taken the mail, keeps every mail it took. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { Taken } from './fake-vendor.js';
import { type Behaviour, type Mix, Script } from './script.js';

type Failure = Error & { responseCode: number };
const failure = (responseCode: number, message: string): Failure => Object.assign(new Error(message), { responseCode });

export class FakeSmtp {
  readonly name = 'smtp';
  posts = 0;
  readonly mails: Email[] = [];
  private readonly taken: Taken[] = [];
  private readonly behaviour = new Script();
  private readonly underway = new Map<string, Behaviour>();
  private server: SMTPServer | null = null;
  private door: ReturnType<typeof createServer> | null = null;

  script(...behaviours: Behaviour[]): void {
    this.behaviour.push(...behaviours);
  }
  setMix(mix: Mix): void {
    this.behaviour.setMix(mix);
  }
  received(): readonly Taken[] {
    return this.taken;
  }
  lagLookups(): void {}
  breakLookups(): void {}
  acceptLate(): void {}

  get port(): number {
    const address = this.server?.server.address() as AddressInfo | null | undefined;
    if (!address) throw new Error('The mail server is not running: call start() first');
    return address.port;
  }

  async start(port = 0): Promise<this> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      logger: false,
      disableReverseLookup: true,
      onRcptTo: ({ address }, session, callback) => {
        this.posts++;
        const behaviour = this.behaviour.next();
        this.underway.set(session.id, behaviour);
        if (typeof behaviour === 'string') return callback();
        // Real servers quote the address; ours must never pass that on.
        callback('reject' in behaviour ? failure(Number(behaviour.reject.slice(0, 3)), `${behaviour.reject.slice(4)} <${address}> refused`.trim()) : failure(451, `<${address}> try again later`));
      },
      onData: (stream, session, callback) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const to = session.envelope.rcptTo[0]?.address ?? '';
          void this.perform(this.underway.get(session.id) ?? 'accept', Buffer.concat(chunks), to, session.id, callback);
        });
      },
    });
    this.server = server;
    // A client that gave up resets its socket; that is the point of the exercise.
    server.on('error', () => undefined);
    await new Promise<void>((resolve, reject) => {
      server.server.once('error', reject);
      server.listen(port, '127.0.0.1', () => resolve());
    });
    return this;
  }

  /** The list over HTTP, for harnesses in another process. Answers the port. */
  async openDoor(port = 0): Promise<number> {
    const door = createServer((req, res) => {
      const chunks: Buffer[] = [];
      req.on('data', (chunk: Buffer) => chunks.push(chunk));
      req.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        if (req.url === '/_vendor/script') this.script(...(JSON.parse(body) as Behaviour[]));
        if (req.url === '/_vendor/mix') this.setMix(JSON.parse(body) as Mix);
        res.setHeader('content-type', 'application/json');
        res.end(JSON.stringify(req.url === '/_vendor/posts' ? { posts: this.posts } : this.taken));
      });
    });
    this.door = door;
    await new Promise<void>((resolve) => door.listen(port, '127.0.0.1', resolve));
    return (door.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    const { server, door } = this;
    this.server = null;
    this.door = null;
    door?.close();
    if (!server) return;
    for (const connection of server.connections) socketOf(connection)?.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  private async perform(behaviour: Behaviour, raw: Buffer, to: string, session: string, callback: (error?: Error | null) => void): Promise<void> {
    if (behaviour === 'hang') return;
    if (behaviour !== 'error-500') await this.take(raw, to);
    switch (behaviour) {
      case 'accept-then-hang':
      case 'late-accept':
        return;
      // A 5xx after DATA would be a definite refusal; what really happens is that the line is cut.
      case 'accept-then-500':
      case 'accept-then-reset':
        for (const connection of this.server?.connections ?? []) if (connection.id === session) socketOf(connection)?.resetAndDestroy();
        return;
      case 'error-500':
        return callback(failure(554, `<${to}> transaction failed`));
      default:
        return callback();
    }
  }

  private async take(raw: Buffer, to: string): Promise<void> {
    const mail = await PostalMime.parse(raw);
    this.mails.push(mail);
    this.taken.push({ id: mail.messageId ?? '', to, marker: mail.messageId ?? null, content: mail.text ?? '', at: new Date().toISOString(), via: 'SMTP', status: 'accepted' });
  }
}

type Socket = { destroy(): void; resetAndDestroy(): void };
type Connection = { id: string };

/** The library keeps the socket to itself. */
const socketOf = (connection: Connection): Socket | undefined => (connection as Connection & { _socket?: Socket })._socket;
