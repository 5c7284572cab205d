/**
 * What may import what at run time. `import type` is free: scripts/import-rules.ts takes the types away before it looks, so what
 * these rules see is what runs. (dependency-cruiser itself cannot: TypeScript 7 has no API for it, and its swc parser does not
 * tell types from values.) Paths are those of the stripped copy: the same folders, `.js` files.
 */
const tests = '[.](test|contract)[.]js$|^test/|/testing/';
const builtin = '^(node:)?[a-z_/]+$';

/** Files under `from` import nothing at run time but what `allowed` matches. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: tests },
  to: { pathNot: allowed },
});
const npm = (...names) => `node_modules/(${names.join('|')})/`;

module.exports = {
  forbidden: [
    only('pathways-are-pure', '^pathways/(?!schema/|story/|simulate/)', '^pathways/(?!schema/|story/|simulate/|definitions/)', 'The domain runs anywhere, the workflow sandbox included: no I/O, no zod, no library'),
    only('the-publisher-parses', '^pathways/schema/', `^pathways/|${npm('zod', 'yaml', '@marcbachmann/cel-js')}`, 'The publisher may parse YAML and CEL; it reads no file'),
    only('stories-are-data', '^pathways/(story|simulate)/', `^pathways/|${npm('zod', 'yaml')}`, 'Stories and simulations are pure but for their text format'),
    only('workflows-are-deterministic', '^workflows/', `^workflows/|^pathways/(engine|patient|calendar|instruments)/|^pathways/time[.]js$|${npm('@temporalio/workflow', '@temporalio/common')}`, 'Bundled into the sandbox'),
    only('channels-stand-alone', '^channels/', `^channels/|^pathways/engine/vocabulary[.]js$|${npm('twilio', '@alicloud/[^/]+', 'nodemailer', 'ics', 'fast-xml-parser', 'libphonenumber-js')}|${builtin}`, 'A channel knows its provider and nothing of us'),
    only('payments-stand-alone', '^payments/', `^payments/|${builtin}`, 'A way to pay knows its provider and nothing of us'),
    only('messages-render', '^messages/', `^messages/|^pathways/|^channels/channel[.]js$|^settings[.]js$|${builtin}`, 'Rendering and encryption know the domain, not the database'),
    only('discharges-parse', '^discharges/', `^discharges/|^pathways/|${npm('zod', 'csv-parse', 'read-excel-file', 'libphonenumber-js', 'fast-xml-parser', 'fflate')}|${builtin}`, 'Parsing a discharge is pure; db/discharges.ts stores it'),
    only('meetings-stand-alone', '^meetings/', `^meetings/|${builtin}`, 'A place for calls knows its provider and nothing of us'),
    only('identity-stands-alone', '^identity/', `^identity/|${npm('openid-client', 'otpauth')}|${builtin}`, 'A way to prove who somebody is knows its provider and nothing of us'),
    only('files-stand-alone', '^files/', `^files/|${npm('sharp', '@aws-sdk/client-s3', '@aws-sdk/lib-storage')}|${builtin}`, 'Bytes, formats and stores; nothing of patients or hospitals'),
    only('rosters-parse', '^rosters/', `^rosters/|^pathways/|^discharges/(xlsx|csv)[.]js$|${npm('csv-parse', 'read-excel-file')}|${builtin}`, 'Reading a roster is pure; db/roster-shifts.ts stores it'),
    only('db-knows-the-domain', '^db/', `^db/|^pathways/|^messages/|^channels/|^payments/|^discharges/|^workflows/(contract|episode-clock)[.]js$|${npm('postgres', 'uuid', 'pinyin-pro')}|${builtin}`, 'SQL, the ledger and read models'),
    only('activities-carry-out', '^activities/', `^activities/|^pathways/|^channels/|^db/|^messages/|${npm('@temporalio/(activity|common)')}|${builtin}`, 'One verb per file'),
    only('temporal-connects', '^temporal/', `^temporal/|^workflows/|^db/|^pathways/|^platform/plain-error[.]js$|${npm('@temporalio/[^/]+', 'protobufjs', 'long')}|${builtin}`, 'Connection, codec, client, relay, starter'),
    only('views-are-pure', '^web/(?!console/|[a-z]+/islands/|vite)', `^web/(?!console/|dist/)|^pathways/|${npm('hono', 'intl-messageformat', 'uqr')}`, 'A page is a function of its data: no database, no network'),
    only('islands-are-small', '^web/[a-z]+/islands/', `^web/([a-z]+/islands/|text[.]js$)|^pathways/(instruments/|engine/decimal[.]js$)|${npm('jsqr')}`, 'What a phone downloads'),
    only('the-console-asks-the-api', '^web/console/', `^web/(console/|(text|refusals)[.]js$)|^pathways/(?!schema/|definitions/)|[.]css$|${npm('react', 'react-dom', '@mantine/[^/]+', '@tanstack/react-query', 'wouter', 'dayjs', 'echarts', '@tabler/icons-react', '@uiw/react-codemirror', '@codemirror/[^/]+', 'intl-messageformat', 'uqr')}`, 'Everything but the engine comes over HTTP; row types are import type'),
    only('api-is-thin', '^api/(?!edge/)', `^api/|^web/(phone|patient|nurse)/|^web/(text|refusals)[.]js$|^pathways/|^db/|^channels/|^payments/|^messages/|^discharges/|^rosters/|^files/|^meetings/|^identity/|^temporal/|^settings[.]js$|^platform/plain-error[.]js$|^workflows/(contract|episode-clock)[.]js$|^activities/hook[.]js$|^cli/load-definition[.]js$|${npm('hono', '@hono/[^/]+', 'zod', 'pino', 'prom-client', 'uuid', 'yaml')}|${builtin}`, 'A route parses, makes one call, replies'),
    only('the-edge-holds-nothing', '^api/edge/', `^api/(edge/|client-address[.]js$)|^web/(phone|patient)/|^web/text[.]js$|^files/(kinds|refusal)[.]js$|^settings[.]js$|${npm('hono', '@hono/node-server', 'pino')}|${builtin}`, 'It stands in the DMZ: no database, no provider, no key'),
    {
      name: 'nobody-imports-entry-points',
      comment: 'Entry points compose and start; importing one would start it',
      severity: 'error',
      from: {},
      to: { path: '^(worker|cli)[.]js$|^api/(edge/)?server[.]js$|^platform/sdk-download[.]js$' },
    },
    {
      name: 'product-never-imports-tests',
      severity: 'error',
      from: { pathNot: tests + '|^vitest[.]config[.]js$|^scripts/|^cli/|^bench/' },
      to: { path: '^test/' },
    },
    { name: 'no-cycles', severity: 'error', from: { pathNot: tests }, to: { circular: true } },
    { name: 'everything-resolves', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '[.]css$' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
        moduleSystems: ['es6'],
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'], extensions: ['.js', '.mjs', '.json'], mainFields: ['main'] },
  },
};
