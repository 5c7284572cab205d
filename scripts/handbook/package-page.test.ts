import { describe, expect, it } from 'vitest';
import { definitionFiles } from '../../cli/definition-files.js';
import { loadDefinitionOrThrow } from '../../cli/load-definition.js';
import { compilePathway } from '../../pathways/schema/compile.js';
import { overrideParameter } from '../../pathways/schema/drafting/override.js';
import { sourcesOf } from '../../pathways/schema/drafting/version-files.js';
import { bookOf, openBook, type Book } from './book.js';
import { outlinesOf, packagePage } from './package-page.js';
import { timelineSvg } from './timeline.js';

const rowOf = (page: string, section: string, start: string): string =>
  page.split(`\n## ${section}\n`)[1]?.split('\n## ')[0]?.split('\n').find((line) => line.startsWith(`| ${start}`)) ?? '';

function withOverride(id: string, parameter: string, value: string): Book {
  const definition = loadDefinitionOrThrow(id);
  const done = overrideParameter(definitionFiles(id, definition), { parameter, value, reason: 'our ward acts earlier' });
  if (!done.ok) throw new Error(done.message);
  const compiled = compilePathway(sourcesOf(id, definition.plan.version, done.files));
  if (!compiled.ok) throw new Error(compiled.diagnostics.map(({ message }) => message).join());
  return bookOf(compiled, done.files);
}

describe('the page of a package', () => {
  const page = packagePage(openBook('hip-wound-care'));

  it('says a rule in both languages with its numbers and their source, who hears and what the patient reads', () => {
    const row = rowOf(page, 'Rules', '`W-4`');
    for (const said of ['湿透', 'soaked through', '`soakedDressings` 2 dressings C', '**ORANGE**, contact within 2 h', 'responsible-nurse', 'A nurse will call you within 2 hours']) expect(row).toContain(said);
    expect(rowOf(page, 'Rules', '`CORE-10`')).toContain('*nothing by text*');
    expect(rowOf(page, 'Rules', '`W-3`')).toContain('still so after 48 h: ORANGE; starts `recheck-photo`');
  });

  it('says where each parameter acts and whose number it is', () => {
    expect(rowOf(page, 'Parameters', '`soakedDressings`')).toContain('| all | `rules.W-4` |');
    expect(rowOf(packagePage(openBook('nasogastric-tube')), 'Parameters', '`labelDays`')).toContain('*each patient*');
  });

  it('names the instruments with their licences', () => expect(rowOf(page, 'Instruments and licences', '`vitals`')).toContain('acknowledge the Royal College of Physicians'));

  it('shows a department’s own number at the parameter, in the rule and on the step', () => {
    const rule = packagePage(withOverride('hip-wound-care', 'soakedDressings', '1'));
    expect(rowOf(rule, 'Parameters', '`soakedDressings`')).toContain('⚠ 1');
    expect(rowOf(rule, 'Parameters', '`soakedDressings`')).toContain('override: our ward acts earlier (was 2, source C)');
    expect(rowOf(rule, 'Rules', '`W-4`')).toContain('⚠ `soakedDressings` 1 dressings, was 2: our ward acts earlier');
    expect(rowOf(rule, 'Rules', '`W-1`')).not.toContain('⚠');
    expect(rowOf(packagePage(withOverride('hip-wound-care', 'photoTime', '11:00')), 'What happens when', '`wound-photo`')).toContain('⚠ `photoTime` 11:00 local time, was 10:00');
  });
});

describe('the timeline picture', () => {
  const svg = (id: string): string => { const book = openBook(id); return timelineSvg(book, outlinesOf(book)); };

  it('has a title and says the same in words', () => {
    expect(svg('hip-wound-care')).toContain('aria-labelledby="title desc"');
    expect(/<desc id="desc">(.*)<\/desc>/.exec(svg('hip-wound-care'))?.[1]).toContain('dressing (visit): days 2, 6, 12, 10:00');
  });

  it('draws one mark for each day, and a bar where they would touch', () => {
    const visits = svg('hip-wound-care').split('\n').find((line) => line.includes('dressing</text>')) ?? '';
    expect(visits.match(/<rect class="visit"/g)).toHaveLength(1 + 3);
    expect(svg('heart-failure').split('\n').find((line) => line.includes('weight</text>') && line.includes('class="reading bar"'))).toBeDefined();
  });

  it('brings its own colours for light and dark', () => expect(svg('copd')).toContain('@media (prefers-color-scheme:dark)'));
});
