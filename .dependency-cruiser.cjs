/** Who may import whom (shared/docs/ARCHITECTURE.md). Run by `npm run check` and by the test suite. */

/** @param {string} package_ an npm package, by the folder it resolves to */
const npm = (...names) => `(^|/)node_modules/(${names.join('|')})(/|$)`

/** @returns a rule that keeps `to` inside the folders of `home`. */
const keep = (name, to, home, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: '^(client|sync-server|signing-agent|shared)/(src|bin)/', pathNot: home },
  to: { path: to },
})

const sharedFolder = '^shared/src/'

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle has no top to read from.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'shared-alone',
      comment: 'shared imports itself and the packages of its own package.json only.',
      severity: 'error',
      from: { path: sharedFolder },
      to: { pathNot: [sharedFolder, npm('yjs', 'lib0', 'libxml2-wasm', 'pkijs', 'asn1js', 'zod')] },
    },
    {
      name: 'shared-pure',
      comment: 'No clock, disk or network in shared: they are passed in.',
      severity: 'error',
      from: { path: sharedFolder },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'programs-apart',
      comment: 'The three programs meet in shared/wire and never import each other.',
      severity: 'error',
      from: { path: '^(client|sync-server|signing-agent)/' },
      to: { path: '^(client|sync-server|signing-agent|tests)/', pathNot: ['^$1/', 'node_modules'] },
    },
    {
      name: 'shared-by-folder',
      comment: "shared is imported by its folders' index only.",
      severity: 'error',
      from: { path: '^(client|sync-server|signing-agent)/src/' },
      to: { path: '^shared/(src|dist)/[^/]+/(?!index\\.)' },
    },
    {
      name: 'verify-alone',
      comment: 'The verifier shares no code with a signer.',
      severity: 'error',
      from: { path: '^shared/src/verify/' },
      to: { path: '^(signing-agent|shared/src/pdf)/' },
    },
    {
      name: 'room-by-port',
      comment: 'room and gate see the port of the store, never a driver.',
      severity: 'error',
      from: { path: '^sync-server/src/(room|gate)/' },
      to: { path: '^sync-server/src/store/(sqlite|postgres)/' },
    },
    {
      name: 'client-core-without-react',
      comment: 'replica, outbox, link and local are plain TypeScript.',
      severity: 'error',
      from: { path: '^client/src/(replica|outbox|link|local)/' },
      to: { path: npm('react', 'react-dom', '@tanstack') },
    },
    keep(
      'yjs-in-document',
      npm('yjs'),
      [
        '^shared/src/(document|wire)/',
        '^client/src/(replica|link|outbox|local|remark)/',
        '^sync-server/src/(room|gate|project|demo|import|cli)/',
      ],
      'Who reads the bytes of a document is named here.',
    ),
    keep(
      'xml-pki-in-verify',
      npm('libxml2-wasm', 'pkijs', 'asn1js'),
      ['^shared/src/verify/', '^signing-agent/src/'],
      'Certificates and foreign XML are parsed in one place.',
    ),
    keep(
      'zod-at-the-edge',
      npm('zod'),
      ['^shared/src/wire/', '^sync-server/src/', '^signing-agent/src/'],
      'Parsers of messages stay at the edge.',
    ),
    keep(
      'sql-in-store',
      npm('better-sqlite3', 'pg'),
      ['^sync-server/src/store/(sqlite|postgres)/', '^sync-server/src/(operate|cli)/'],
      'SQL is written in store/, backup copies files with the driver.',
    ),
    keep(
      'xlsx-in-workbook',
      npm('read-excel-file', 'write-excel-file'),
      ['^client/src/workbook/', '^sync-server/src/import/'],
      'Foreign workbooks are read in one place a program.',
    ),
    keep('fontkit-in-press', npm('fontkit'), ['/press[.]ts$'], 'Fonts are opened where a press is made.'),
    keep('dexie-in-local', npm('dexie'), ['^client/src/local/'], 'IndexedDB is written in local/.'),
    keep(
      'ag-grid-in-grid',
      npm('ag-grid-community', '@ag-grid-community'),
      ['^client/src/(grid|board)/'],
      'AG Grid is wired in grid/ and board/.',
    ),
    keep('plot-in-board', npm('@observablehq'), ['^client/src/board/plot/'], 'Plots are drawn where their chunk is fetched on demand.'),
    keep('tiptap-in-remark', npm('@tiptap'), ['^client/src/(remark|amend)/'], 'The editor of texts is wired in remark/ and amend/.'),
    keep(
      'lit-in-element',
      npm('lit', 'lit-element', 'lit-html', '@lit'),
      ['^client/src/element/'],
      'Elements for foreign pages live in element/.',
    ),
  ],
  options: {
    doNotFollow: { path: ['node_modules'] },
    exclude: { path: ['^(client|sync-server|signing-agent|shared|tests)/dist/', '\\.output/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: '.layers.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
}
