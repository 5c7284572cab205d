/** Work of a package in the worklist: found among the calls, its form asked for, done with a note, and then in the patient's timeline. */
import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { publishExample } from '../../db/testing/example.js';
import { addMinutes } from '../../pathways/time.js';
import { callTexts } from '../../web/console/texts/call.js';
import { worklistTexts } from '../../web/console/texts/worklist.js';
import { speaker } from '../../web/text.js';
import { launchOf, moveTo, until } from './support/days.js';
import { lookAs, press } from './support/desk.js';
import { expectNoComplaints } from './support/expectations.js';
import type { House } from './support/house.js';
import { inHouse } from './support/in-house.js';
import { languages, visit } from './support/visitor.js';

let house: House;
let browser: Browser;
inHouse((opened) => void ({ house, browser } = opened));
const look = lookAs('staff-task');

describe.each(languages.map((language) => ({ language })))('In $language', ({ language }) => {
  const [list, calls] = [speaker(worklistTexts, language), speaker(callTexts, language)];

  it('a task stands among the calls, asks for its form, and is done', async () => {
    await publishExample(house.sql, house.hospitalId, 'task');
    const her = await launchOf(house, `task-${language}`, 'example');
    const [planned] = await house.sql<{ dueAt: string }[]>`select due_at from occurrence where episode_id = ${her.episodeId} and step = 'review' and n = 1`;
    await moveTo(house, her, addMinutes(planned?.dueAt ?? '', 30));
    await until(async () => (await house.sql`select 1 from task where episode_id = ${her.episodeId} and kind = 'task' and status = 'ready'`).length > 0, 'the task is in the worklist');
    const open = await visit(browser, house, { size: 'desktop', language });
    await open.signIn('doctor');
    await open.goto('/console/?tab=calls');
    await open.page.getByRole('button', { name: new RegExp(`^${list('open')}: `) }).first().waitFor();
    await look(open, 'list');
    await open.page.getByRole('button', { name: new RegExp(`^${list('open')}: `) }).first().click();
    await open.page.getByLabel(calls('note')).waitFor();
    await press(open.page, calls('done'));
    await open.page.getByText(calls('fixFirst')).waitFor();
    await look(open, 'asked');
    await open.page.getByRole('radio').first().check();
    await open.page.getByLabel(calls('note')).fill('看过三天的引流记录');
    await press(open.page, calls('done'));
    await until(async () => (await house.sql`select 1 from occurrence where episode_id = ${her.episodeId} and step = 'review' and n = 1 and status = 'completed'`).length > 0, 'the task is done');
    expect(await house.sql`select data->>'note' as note from timeline where episode_id = ${her.episodeId} and type = 'TaskRecorded'`).toEqual([{ note: '看过三天的引流记录' }]);
    expectNoComplaints(open);
    await open.close();
  });
});
