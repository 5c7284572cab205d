/**
 * The one suite that every channel runs against its stand-in vendor. What a vendor cannot do is declared, never skipped in silence:
 * no lookup means `unknown` and a stated policy; no list means `null`.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Taken } from '../test/vendors/fake-vendor.js';
import type { Behaviour } from '../test/vendors/script.js';
import type { Channel, OutboundMessage, RejectReason, SendResult } from './channel.js';

export type VendorUnderTest = {
  readonly posts: number;
  script(...behaviours: Behaviour[]): void;
  received(): readonly Taken[];
  lagLookups(count: number): void;
  breakLookups(count: number): void;
  acceptLate(): void;
  stop(): Promise<void>;
};

/** Wall time that only moves when a test says so: advanced past `lookupAfterMs` instead of waiting for it. */
export type TestClock = { now: () => number; advance: (ms: number) => void };

export type ChannelUnderTest = {
  vendor: VendorUnderTest;
  /** The channel with this patience; every channel that a test opens talks to the same vendor. */
  open: (timeoutMs: number) => Channel;
};

/** Long enough for a busy machine; only a vendor that hangs is met with little patience. */
const patience = 3_000;
const littlePatienceMs = 250;

export type Expectations = {
  create: (clock: TestClock) => Promise<ChannelUnderTest>;
  /** An address as this channel takes it. */
  to: string;
  /** How the vendor's list writes that address. */
  toAtVendor?: string;
  rejections: { code: string; reason: RejectReason; scope: 'recipient' | 'content' | 'account' }[];
  /** Vendor answer that means "slow down" and what it must become; null: the vendor cannot throttle. */
  throttle: { seconds: number; retryAfterMs: number } | null;
  /** How the vendor is given the attempt; null: it offers no place for one. */
  markerOf: ((attemptId: string) => string) | null;
  /** Which id `accepted` and `lookup` answer. */
  idOf?: (taken: Taken) => string;
  /** The vendor can be asked what became of a message, and lists what it took. */
  canLookUp: boolean;
  canList: boolean;
  /** Ways to fail that the vendor's protocol knows. */
  ambiguousAfterTaking?: Behaviour[];
  ambiguousWithoutTaking?: Behaviour[];
  /** The vendor takes the same attempt only once (WeChat's client_msg_id). */
  vendorDeduplicates?: boolean;
  /** False for our own tables: there is no connection to refuse. */
  canBeUnreachable?: boolean;
  /** How long a hanging vendor is waited for; a network needs more than our own memory. */
  littlePatienceMs?: number;
};

const attemptId = '0190a5c0-7e4b-7c61-9e6f-0a1b2c3d4e5f/dressing/2/0/eve/patient/sms/1';
const name = '张秀英';
/** A rare surname from outside the basic plane, full-width marks, an emoji, quotes, and characters that forms and XML escape. */
const wording = `【XX医院】𠮷女士您好，“明天”10:00–11:00上门 & 请勿外出 <100% ok>🙂 1/2+3=?`;

export function channelContract(title: string, expected: Expectations): void {
  const afterTaking = expected.ambiguousAfterTaking ?? ['accept-then-500', 'accept-then-hang', 'accept-then-reset'];
  const withoutTaking = expected.ambiguousWithoutTaking ?? ['error-500', 'hang'];
  const idOf = expected.idOf ?? ((taken: Taken) => taken.id);

  describe(`${title} honours the channel contract`, () => {
    let channel: Channel;
    let hasty: Channel;
    let vendor: VendorUnderTest;
    /** For one behaviour: a hanging vendor is not waited for. */
    const facing = (behaviour: Behaviour): Channel => (behaviour === 'late-accept' || String(behaviour).endsWith('hang') ? hasty : channel);
    let offset = 0;
    const clock: TestClock = { now: () => Date.now() + offset, advance: (ms) => void (offset += ms) };
    const sentAt = (): string => new Date(clock.now()).toISOString();
    const message = (changes: Partial<OutboundMessage> = {}): OutboundMessage => ({
      attemptId,
      hospitalId: '0190a5c0-0000-7000-8000-000000000001',
      to: expected.to,
      body: wording,
      template: { key: 'visit.eve', params: { surname: '𠮷', slot: '10:00', phone: '010-5555' } },
      language: 'zh-CN',
      ...changes,
    });

    beforeEach(async () => {
      offset = 0;
      const made = await expected.create(clock);
      vendor = made.vendor;
      channel = made.open(patience);
      hasty = made.open(expected.littlePatienceMs ?? littlePatienceMs);
    });
    afterEach(() => vendor.stop());

    it('takes the vendor’s own id when the message is accepted', async () => {
      const result = await channel.send(message());
      const taken = only(vendor.received());
      expect(result).toEqual({ outcome: 'accepted', providerMessageId: idOf(taken) });
      expect(taken.to).toBe(expected.toAtVendor ?? expected.to);
      expect(vendor.posts).toBe(1);
    });

    for (const { code, reason, scope } of expected.rejections) {
      it(`reports ${code} as a definite rejection (${reason}) and posts once`, async () => {
        vendor.script({ reject: code });
        expect(await channel.send(message())).toEqual({ outcome: 'rejected', reason, scope, code });
        expect(vendor.received()).toHaveLength(0);
        expect(vendor.posts).toBe(1);
      });
    }

    const { throttle } = expected;
    if (throttle) {
      it('passes on how long the vendor wants to be left alone, and does not try again by itself', async () => {
        vendor.script({ throttle: throttle.seconds });
        expect(await channel.send(message())).toEqual({ outcome: 'throttled', retryAfterMs: throttle.retryAfterMs });
        expect(vendor.posts).toBe(1);
        expect(vendor.received()).toHaveLength(0);
      });
    }

    if (expected.canBeUnreachable !== false) {
      it('knows that nothing was taken when no connection could be made', async () => {
        await vendor.stop();
        expect(await channel.send(message())).toMatchObject({ outcome: 'throttled' });
      });
    }

    for (const behaviour of afterTaking) {
      it(`calls "${String(behaviour)}" ambiguous after one POST, and ${expected.canLookUp ? 'finds it by lookup' : 'says that it cannot know'}`, async () => {
        vendor.script(behaviour);
        const at = sentAt();
        expect(await facing(behaviour).send(message())).toMatchObject({ outcome: 'ambiguous' });
        const taken = await vi.waitFor(() => only(vendor.received()), { timeout: 30_000 });
        expect(vendor.posts).toBe(1);
        clock.advance(channel.ambiguity.lookupAfterMs + 1);
        const found = await channel.lookup(message(), at);
        if (expected.canLookUp) expect(found).toMatchObject({ found: 'yes', providerMessageId: idOf(taken) });
        else expect(found).toMatchObject({ found: 'unknown' });
      });
    }

    for (const behaviour of withoutTaking) {
      it(`calls "${String(behaviour)}" ambiguous, and believes an absence only after the vendor had time to list it`, async () => {
        vendor.script(behaviour);
        const at = sentAt();
        expect(await facing(behaviour).send(message())).toMatchObject({ outcome: 'ambiguous' });
        expect(vendor.received()).toHaveLength(0);
        if (channel.ambiguity.lookupAfterMs > 0 && expected.canBeUnreachable !== false) {
          expect(await channel.lookup(message(), at)).toMatchObject({ found: 'unknown' });
        }
        clock.advance(channel.ambiguity.lookupAfterMs + 1);
        expect(await channel.lookup(message(), at)).toMatchObject({ found: expected.canLookUp ? 'no' : 'unknown' });
      });
    }

    if (expected.canLookUp) {
      it('finds what the vendor took only after we gave up', async () => {
        vendor.script('late-accept');
        const at = sentAt();
        expect(await hasty.send(message())).toMatchObject({ outcome: 'ambiguous' });
        vendor.acceptLate();
        clock.advance(channel.ambiguity.lookupAfterMs + 1);
        expect(await channel.lookup(message(), at)).toMatchObject({ found: 'yes', providerMessageId: idOf(only(vendor.received())) });
      });

      it('does not mistake a lagging or broken listing for an absence', async () => {
        vendor.script('accept-then-hang');
        const at = sentAt();
        await hasty.send(message());
        vendor.lagLookups(5);
        if (expected.canBeUnreachable !== false) expect(await channel.lookup(message(), at)).toMatchObject({ found: 'unknown' });
        vendor.lagLookups(0);
        vendor.breakLookups(1);
        clock.advance(channel.ambiguity.lookupAfterMs + 1);
        expect(await channel.lookup(message(), at)).toMatchObject({ found: 'unknown' });
        expect(await channel.lookup(message(), at)).toMatchObject({ found: 'yes' });
      });

      it('does not take another person’s message for ours', async () => {
        const at = sentAt();
        await channel.send(message({ attemptId: attemptId.replace('/sms/1', '/sms/2'), body: `${wording}改` }));
        clock.advance(channel.ambiguity.lookupAfterMs + 1);
        expect(await channel.lookup(message(), at)).toEqual({ found: 'no' });
      });
    } else {
      it('declares what follows when nobody can say what became of a message', () => {
        expect(channel.ambiguity.ifUnknown).toBeDefined();
        if (channel.ambiguity.ifUnknown === 'resend') expect(channel.ambiguity.resend).toBeDefined();
      });
    }

    it('hands the attempt to the vendor wherever the vendor has a place for it', async () => {
      await channel.send(message());
      expect(only(vendor.received()).marker).toBe(expected.markerOf?.(attemptId) ?? null);
    });

    it('delivers rare characters and marks exactly as rendered', async () => {
      await channel.send(message());
      const { content } = only(vendor.received());
      expect(content).toContain('𠮷');
      expect(content.includes(wording) || content.includes('010-5555')).toBe(true);
    });

    it('never posts a second time by itself, and never hides a second send', async () => {
      vendor.script('accept-then-500', 'accept');
      await channel.send(message());
      expect(vendor.posts).toBe(1);
      await channel.send(message());
      expect(vendor.posts).toBe(2);
      expect(vendor.received()).toHaveLength(expected.vendorDeduplicates ? 1 : 2);
    });

    it(expected.canList ? 'lists one to one what the vendor took, the unanswered ones included' : 'says that the vendor has no list', async () => {
      const since = new Date(clock.now() - 60_000).toISOString();
      vendor.script('accept', 'accept-then-500', 'accept');
      for (const n of [1, 2, 3]) await channel.send(message({ attemptId: attemptId.replace('/sms/1', `/sms/${n}`), body: `${wording}${n}` }));
      const listed = await channel.list(since);
      if (!expected.canList) return void expect(listed).toBeNull();
      expect(listed?.map((entry) => entry.providerMessageId).toSorted()).toEqual(vendor.received().map(idOf).toSorted());
      for (const entry of listed ?? []) {
        expect(Date.parse(entry.at)).toBeGreaterThan(Date.parse(since));
        expect(entry.to).toBe(expected.to);
      }
    });

    it('puts no personal data into outcomes and errors', async () => {
      const said: unknown[] = [];
      const note = async (work: Promise<unknown>): Promise<void> => void said.push(await work.catch((error: unknown) => String(error)));
      const behaviours: Behaviour[] = [...afterTaking, ...withoutTaking, ...expected.rejections.map(({ code }) => ({ reject: code }))];
      vendor.script(...behaviours);
      const personal = message({ body: `${wording} ${name}`, template: { key: 'visit.eve', params: { surname: name, slot: '10:00', phone: '010-5555' } } });
      for (const behaviour of behaviours) await note(facing(behaviour).send(personal) satisfies Promise<SendResult>);
      vendor.breakLookups(1);
      await note(channel.lookup(personal, sentAt()));
      vendor.breakLookups(1);
      if (expected.canList) await channel.list(sentAt()).catch((error: unknown) => said.push(String(error)));
      await vendor.stop();
      await note(channel.send(personal));
      await note(channel.lookup(personal, sentAt()));
      const words = JSON.stringify(said);
      for (const secret of [expected.to, expected.to.replace('+86', ''), name, '上门']) expect(words).not.toContain(secret);
    });

    it('states how long it waits and what silence means', () => {
      expect(channel.timeoutMs).toBeGreaterThan(0);
      expect(channel.receipt.withinMs).toBeGreaterThanOrEqual(0);
      expect(channel.ambiguity.lookupAfterMs).toBeGreaterThanOrEqual(channel.timeoutMs);
      if (channel.receipt.ifNone === 'lookup') expect(expected.canLookUp).toBe(true);
    });
  });
}

function only<T>(items: readonly T[]): T {
  const [first, ...rest] = items;
  if (first === undefined || rest.length > 0) throw new Error(`Expected exactly one, found ${items.length}`);
  return first;
}
