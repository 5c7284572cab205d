/** Starts `run.ts` as a child that is not killed along with our own processes, and asks it over HTTP. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Taken } from './fake-vendor.js';
import type { AutoReceipts } from './reports.js';
import type { Behaviour, Mix } from './script.js';

export type VendorName = 'twilio' | 'aliyun' | 'wechat' | 'wecom' | 'smtp';

export type Vendors = {
  /** Variables that point our settings at the stand-ins. */
  environment: Record<string, string>;
  received(vendor: VendorName): Promise<Taken[]>;
  posts(vendor: VendorName): Promise<number>;
  /** How often each behaviour was shown. */
  served(vendor: VendorName): Promise<Record<string, number>>;
  /** How often its reports came again, in another order than they happened, or not at all. */
  reported(vendor: VendorName): Promise<Record<string, number>>;
  script(vendor: VendorName, ...behaviours: Behaviour[]): Promise<void>;
  mix(vendor: VendorName, mix: Mix): Promise<void>;
  /** null: this vendor reports nothing any more. */
  receipts(vendor: VendorName, how: AutoReceipts | null): Promise<void>;
  /** `late-accept` takes the message so many ms after the request. */
  late(vendor: VendorName, ms: number): Promise<void>;
  stop(): Promise<void>;
};

export async function startVendors(options: { vendors?: VendorName[]; publicUrl?: string; texts?: string[] } = {}): Promise<Vendors> {
  const { vendors, publicUrl, texts } = options;
  const args = [
    ...(vendors ? ['--vendors', vendors.join(',')] : []), ...(publicUrl ? ['--public-url', publicUrl] : []), ...(texts ? ['--texts', texts.join(',')] : []),
  ];
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('run.ts', import.meta.url)), ...args], { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const first = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`The fake vendors ended with code ${code} before they were ready`)));
  });
  const { urls, environment } = JSON.parse(first) as { urls: Record<string, string>; environment: Record<string, string> };

  const ask = async (vendor: VendorName, what: string, body?: unknown): Promise<unknown> => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const response = await fetch(`${urls[vendor]}/_vendor/${what}`, init);
    if (!response.ok) throw new Error(`The fake ${vendor} answered ${response.status} to ${what}`);
    return response.json();
  };
  return {
    environment,
    received: async (vendor) => (await ask(vendor, 'received')) as Taken[],
    posts: async (vendor) => ((await ask(vendor, 'posts')) as { posts: number }).posts,
    served: async (vendor) => (await ask(vendor, 'served')) as Record<string, number>,
    reported: async (vendor) => (await ask(vendor, 'reported')) as Record<string, number>,
    script: async (vendor, ...behaviours) => void (await ask(vendor, 'script', behaviours)),
    mix: async (vendor, mix) => void (await ask(vendor, 'mix', mix)),
    receipts: async (vendor, how) => void (await ask(vendor, 'receipts', how)),
    late: async (vendor, ms) => void (await ask(vendor, 'late', { ms })),
    stop: async () => {
      child.stdin.end();
      await exited;
    },
  };
}
