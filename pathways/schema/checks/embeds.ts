/** Each line of `embeds` needs units of its own: how often a package may be started within this one is what was bought. */
import type { Step } from '../../engine/plan.js';
import { need, type Context } from '../build/context.js';
import type { Meta } from '../definition.js';
import { adviseName } from '../source/nearest.js';
import { within } from '../source/place.js';

export function checkEmbeds(steps: Step[], { units }: Pick<Meta, 'units'>, context: Context): void {
  const { header: { embeds = [], pathway }, place: root } = context.draft;
  embeds.forEach(({ service, packages }, index) => {
    const place = within(root, 'embeds', index);
    const [at, list] = [within(place, 'service'), within(place, 'packages')];
    const visit = steps.find((step) => step.kind === 'visit' && step.service === service);
    need(units.some((unit) => unit.service === service), context, at, `no unit of \`${service}\` is sold, so no package could ever be started within this one`, adviseName(service, units.map((unit) => unit.service), `add \`{ service: ${service}, count: $count }\` under \`package.units\``));
    need(visit === undefined, context, at, `\`${service}\` is what the visit \`${visit?.id}\` uses up`, 'give the included packages a service of their own');
    need(embeds.findIndex((one) => one.service === service) === index, context, at, `\`${service}\` is here twice`, 'put its packages into one line');
    if (packages === 'any') return;
    packages.forEach((id, n) => {
      need(packages.indexOf(id) === n, context, within(list, n), `\`${id}\` is in the list twice`, 'name it once');
      need(id !== pathway, context, within(list, n), `\`${id}\` cannot include itself`, 'leave it out');
    });
  });
}
