/**
 * `npm run bench -- web [--data-dir .data]`: what a person waits for on each page, with an empty cache and once more with what the browser has
 * kept since (the whole day after the first look), and what the scripts weigh.
 * Without a data folder it starts a house of its own with one patient; with one it visits the running house (for example a full one).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { houseAt, openHouse } from '../test/browser/support/house.js';
import type { House } from '../test/browser/support/house.js';
import { openBrowser, settled, visit } from '../test/browser/support/visitor.js';
import type { Visitor } from '../test/browser/support/visitor.js';
import { dischargeToday } from '../test/browser/support/arrange.js';
import { benchPages } from './web-pages.js';
import type { BenchPage } from './web-pages.js';

/** Issue 4: every console page answers within a second. Printed as a mark beside the figure; a bench fails nothing. */
const withinMs = 1000;
const looks = 3;
const load = (): string => loadavg().map((one) => one.toFixed(1)).join(' ');
const say = (line = ''): void => void process.stdout.write(`${line}\n`);
const row = (cells: (string | number)[], widths: number[]): string => cells.map((cell, i) => (i === 0 ? String(cell).padEnd(widths[i] ?? 0) : String(cell).padStart(widths[i] ?? 0))).join('  ');

/** `completeMs`: the largest thing is painted and nothing says that it is still loading. `threadMs`: the page's own computing, whatever else the machine does. */
type Timing = { status: number; answerMs: number; paintMs: number; completeMs: number; threadMs: number; loadedKb: number; requests: number };

/** In the page from before its first element: when the last mark of loading went away. */
const watchBusy = `(() => {
  let busy = false;
  globalThis.restedAt = 0;
  new MutationObserver(() => {
    const now = document.querySelector('[aria-busy=true]') !== null;
    if (busy && !now) globalThis.restedAt = performance.now();
    busy = now;
  }).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ['aria-busy'] });
})()`;

/** Kept by the browser itself from before the first byte (Paint Timing, Largest Contentful Paint). */
const measure = `new Promise((resolve) => {
  let largest = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) largest = entry.startTime; }).observe({ type: 'largest-contentful-paint', buffered: true });
  setTimeout(() => {
    const [navigation] = performance.getEntriesByType('navigation');
    const paint = performance.getEntriesByName('first-contentful-paint')[0];
    const resources = performance.getEntriesByType('resource');
    resolve({
      answerMs: navigation.responseStart, paintMs: paint ? paint.startTime : -1, completeMs: Math.max(largest, globalThis.restedAt), requests: resources.length + 1,
      loadedKb: (navigation.encodedBodySize + resources.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)) / 1024,
    });
  }, 100);
})`;

async function time(visitor: Visitor, path: string, cache: 'empty' | 'kept'): Promise<Timing> {
  const page = await visitor.context.newPage();
  try {
    const session = await visitor.context.newCDPSession(page);
    if (cache === 'empty') await session.send('Network.clearBrowserCache');
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.addInitScript(watchBusy);
    const answer = await page.goto(path, { waitUntil: 'load' });
    await settled(page);
    const { metrics } = await session.send('Performance.getMetrics');
    const threadMs = (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
    return { ...(await page.evaluate<Omit<Timing, 'status' | 'threadMs'>>(measure)), status: answer?.status() ?? 0, threadMs };
  } finally {
    await page.close();
  }
}

/** Signed in once: the API counts attempts. */
function visitors(browser: Browser, house: House) {
  const known = new Map<string, Promise<Visitor>>();
  return ({ login, size }: BenchPage): Promise<Visitor> => {
    const key = `${login} ${size}`;
    const found = known.get(key) ?? visit(browser, house, { size, language: 'zh-CN' }).then(async (visitor) => {
      if (login !== '') await visitor.signIn(login);
      return visitor;
    });
    known.set(key, found);
    return found;
  };
}

const slow = (ms: number): string => `${Math.round(ms)}${ms > withinMs ? ' slow' : ''}`;
const median = (all: Timing[]): Timing | undefined => all.toSorted((a, b) => a.completeMs - b.completeMs)[Math.floor(all.length / 2)];

function bundles(): void {
  const dist = fileURLToPath(new URL('../web/dist/', import.meta.url));
  const widths = [52, 10, 10];
  say(row(['file', 'KB', 'gzip KB'], widths));
  for (const folder of ['console/assets', 'islands']) {
    const files = readdirSync(join(dist, folder), { withFileTypes: true }).filter((entry) => entry.isFile() && /[.](js|css)$/.test(entry.name));
    const sized = files.map(({ name }) => ({ name: `${folder}/${name}`, content: readFileSync(join(dist, folder, name)) })).map(({ name, content }) => ({ name, kb: content.length / 1024, gzip: gzipSync(content, { level: 9 }).length / 1024 }));
    for (const { name, kb, gzip } of sized.toSorted((a, b) => b.gzip - a.gzip)) say(row([name, kb.toFixed(1), gzip.toFixed(1)], widths));
    say(row([`${folder} together`, sized.reduce((sum, { kb }) => sum + kb, 0).toFixed(1), sized.reduce((sum, { gzip }) => sum + gzip, 0).toFixed(1)], widths));
  }
}

async function pages(house: House, browser: Browser): Promise<void> {
  const { items } = await house.api<{ items: { patientId: string }[] }>('GET', '/episodes?limit=1');
  const visitorOf = visitors(browser, house);
  const widths = [44, 8, 7, 10, 10, 12, 13, 10, 10, 9];
  say(`load average before: ${load()}`);
  say(row(['page (median of 3, empty cache)', 'size', 'status', 'answer ms', 'paint ms', 'complete ms', 'cache kept', 'thread ms', 'loaded KB', 'requests'], widths));
  for (const benchPage of benchPages) {
    const visitor = await visitorOf(benchPage);
    const path = benchPage.path.replace('{patient}', items[0]?.patientId ?? '');
    const cold: Timing[] = [];
    const kept: Timing[] = [];
    for (let look = 0; look < looks; look += 1) {
      cold.push(await time(visitor, path, 'empty'));
      kept.push(await time(visitor, path, 'kept'));
    }
    const [one, again] = [median(cold), median(kept)];
    if (one && again) say(row([benchPage.path, benchPage.size, one.status, Math.round(one.answerMs), Math.round(one.paintMs), slow(one.completeMs), slow(again.completeMs), Math.round(one.threadMs), one.loadedKb.toFixed(1), one.requests], widths));
  }
  say(`load average after: ${load()}`);
}

const { values } = parseArgs({ options: { 'data-dir': { type: 'string' } } });
const dataDir = values['data-dir'];
const house = dataDir === undefined ? await openHouse() : await houseAt(resolve(dataDir));
const browser = await openBrowser();
try {
  if (dataDir === undefined) await house.api('POST', '/episodes', { dischargeId: (await dischargeToday(house, 'bench')).dischargeId, packageId: 'discharge-follow-up', orderNo: 'bench' });
  await pages(house, browser);
  say();
  bundles();
} finally {
  await browser.close();
  await house.close();
}
