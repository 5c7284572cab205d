/**
 * Author's files -> published definition, or everything that is wrong with them. Pure: file names are only labels, so the same code
 * serves the command line, the API and an editor. The loader that reads folders is `cli/load-definition.ts`.
 */
import type { Plan } from '../engine/plan.js';
import { instruments } from '../instruments/instruments.js';
import { buildAnswering } from './build/answering.js';
import { buildAnchors } from './build/anchors.js';
import { buildEmbeds } from './build/embeds.js';
import { buildForms, buildReadings } from './build/forms.js';
import { buildGoal } from './build/goal.js';
import type { Context } from './build/context.js';
import { buildRewards } from './build/rewards.js';
import { draftOf, type Draft } from './build/draft.js';
import { buildConventions } from './build/levels.js';
import { lookBackOf } from './build/look-back.js';
import { buildMeta } from './build/meta.js';
import { parametersOf, type Parameters } from './build/parameters.js';
import { buildPersonal } from './build/personal.js';
import { askedForms, awake, buildRules, checkStarted } from './build/rules.js';
import { buildSteps } from './build/steps.js';
import { newTextUses } from './build/text-uses.js';
import { readWordings, textsOf } from './build/wording.js';
import { canonicalJson } from './canonical.js';
import { checkEmbeds } from './checks/embeds.js';
import { checkClosing, checkEntitlements } from './checks/entitlements.js';
import { checkInstruments } from './checks/instruments.js';
import { checkConditions } from './checks/reach.js';
import { checkSelfHarm } from './checks/self-harm.js';
import { checkWindows } from './checks/windows.js';
import { checkTextsExist, checkTextsUsed } from './checks/texts.js';
import { checkWording, useEngineTexts } from './checks/wording.js';
import { languages, type Definition } from './definition.js';
import { namesOf } from './expressions/types.js';
import { sha256 } from './sha256.js';
import type { Diagnostic } from './source/diagnostic.js';
import { fragmentUse, otherVersions, textPath, versionOfFile } from './source/file-names.js';
import { isZone } from '../time.js';
import type { SourceFile } from './source/place.js';
import { newReport, type Report } from './source/report.js';

/** `main` is the path of the pathway file among `files`; fragments and texts are found by their place beside it. */
export type Sources = { main: string; files: readonly SourceFile[] };

export type Compilation = ({ ok: true; warnings: Diagnostic[] } & Definition) | { ok: false; diagnostics: Diagnostic[] };

export function compilePathway({ main, files }: Sources): Compilation {
  const file = files.find(({ path }) => path === main);
  if (!file) throw new Error(`The pathway file ${main} is not among the files given: add it to \`files\`.`);
  const report = newReport();
  const draft = draftOf(file, files, report);
  if (draft.unreadable) return { ok: false, diagnostics: report.all() };
  const context = contextOf(draft, report);
  const plan = buildPlan(context);
  const meta = buildMeta(context);
  if (plan) {
    checkEntitlements(plan.steps, meta, context);
    checkEmbeds(plan.steps, meta, context);
    checkClosing(plan.steps, plan.unanswered, context);
  }
  const { wordings, unreadable } = readWordings(draft.files, files, report);
  useEngineTexts(context.texts, plan, draft.convention('texts')?.place ?? draft.place);
  const used = new Set(context.texts.all().map(({ key }) => key));
  if (!unreadable) checkTextsExist(context.texts.all(), wordings, files, report);
  checkWording(context.texts.all(), wordings, report);
  checkInstruments(draft, instruments, report);
  // A mistake may hide a use, so nothing is called unused before the mistakes are gone.
  if (!report.failed()) {
    checkUnusedParameters(context);
    checkTextsUsed(used, usedByOthers(main, files), wordings, report);
  }
  if (plan === null || report.failed()) return { ok: false, diagnostics: report.all() };
  const parts = { plan, texts: textsOf(wordings, used), meta };
  return { ok: true, ...parts, hash: hashOf(parts), warnings: report.all() };
}

/** Every text key that a pathway asks for, by itself and through the engine: what a translator has to word. Null when it is too broken to tell. */
export function usedTexts({ main, files }: Sources): string[] | null {
  const report = newReport();
  const file = files.find(({ path }) => path === main);
  if (!file) return null;
  const context = contextOf(draftOf(file, files, report), report);
  const plan = buildPlan(context);
  buildMeta(context);
  useEngineTexts(context.texts, plan, context.draft.place);
  return report.failed() ? null : [...new Set(context.texts.all().map(({ key }) => key))].sort();
}

/** Of the versions beside this one that read the same text file in some language; null when one of them is too broken to tell. */
function usedByOthers(main: string, files: Sources['files']): Set<string> | null {
  const sharing = otherVersions(main, files).filter((other) => languages.some((language) => textPath(other, language, files) === textPath(main, language, files)));
  const uses = sharing.map((other) => usedTexts({ main: other, files }));
  return uses.includes(null) ? null : new Set(uses.flatMap((keys) => keys ?? []));
}

function checkUnusedParameters({ draft, parameters, report }: Context): void {
  for (const name of parameters.unused()) {
    const item = draft.parameters.get(name);
    if (item) report.warning(item.place, `parameter \`${name}\` is not used`, 'use it or take it out');
  }
}

function contextOf(draft: Draft, report: Report): Context {
  const parameters = parametersOf(draft.parameters, report);
  const context = { draft, parameters, report, names: namesOf(draft, parameters), texts: newTextUses(), remembered: { lookBacks: [], named: [] }, personal: {} };
  return { ...context, personal: buildPersonal(context) };
}

/** The identity of a version beside its id and number: equal content, equal hash, on every machine. */
export const hashOf = ({ plan, texts, meta }: Omit<Definition, 'hash'>): string => sha256(canonicalJson({ plan, texts, meta }));

function buildPlan(context: Context): Plan | null {
  const { draft, parameters } = context;
  const conventions = buildConventions(context);
  const goal = buildGoal(context);
  const steps = buildSteps(context);
  const rules = awake(buildRules(context), steps, context);
  for (const { texts } of rules) context.texts.join(texts);
  checkStarted(rules, context);
  checkConditions(rules, context);
  checkWindows(rules, steps, context);
  const forms = buildForms(context);
  checkSelfHarm(rules, forms, askedForms(steps), context);
  const readings = buildReadings(context);
  const { pathway, version, zone, anchors, mainAnchor } = draft.header;
  if (!conventions || pathway === undefined || version === undefined || zone === undefined || !anchors || !mainAnchor) return null;
  checkHeader(draft, context);
  return {
    dsl: 1, id: pathway, version, zone, ...buildAnchors(definedOnly(anchors), context), mainAnchor, ...goal, ...buildEmbeds(context), ...buildRewards(steps, context), ...buildAnswering(context), ...conventions, steps, forms, readings,
    rules: rules.map(({ rule }) => rule),
    lookBack: lookBackOf(rules, readings, context.remembered),
    parameters: parameterTable(parameters),
    ...(Object.keys(context.personal).length > 0 && { personal: context.personal }),
  };
}

function checkHeader({ place, header }: Draft, { report }: Context): void {
  const uses = (header.uses ?? []).map((written) => fragmentUse(written).name);
  uses.forEach((name, index) => {
    if (uses.indexOf(name) < index) report.error({ ...place, path: ['uses', index] }, `fragment \`${name}\` is used twice`, 'name it once');
  });
  const named = versionOfFile(place.source.path) ?? header.version;
  if (header.version !== undefined && named !== header.version) {
    report.error({ ...place, path: ['version'] }, `the file is named v${named}.yaml, but holds version ${header.version}`, `write \`version: ${named}\`, or rename the file`);
  }
  if (header.zone !== undefined && !isZone(header.zone)) {
    report.error({ ...place, path: ['zone'] }, `"${header.zone}" is no time zone`, 'use an IANA name such as Asia/Shanghai');
  }
  if (header.mainAnchor && header.anchors && header.anchors[header.mainAnchor] !== 'required') {
    report.error({ ...place, path: ['mainAnchor'] }, `the main anchor \`${header.mainAnchor}\` is not required, so an episode could have no day 0`, `write \`${header.mainAnchor}: required\` under \`anchors:\``);
  }
}

const parameterTable = (parameters: Parameters): Plan['parameters'] =>
  Object.fromEntries(parameters.names().flatMap((name) => {
    const found = parameters.look(name);
    return found ? [[name, { value: found.values.join(', '), unit: found.unit, source: found.source }]] : [];
  }));

const definedOnly = (anchors: NonNullable<Draft['header']['anchors']>): typeof anchors =>
  Object.fromEntries(Object.entries(anchors).filter(([, need]) => need !== undefined));
