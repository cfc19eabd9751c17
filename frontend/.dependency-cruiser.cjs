/** Who may know whom in the SPA. Seen to fail: an import of one feature from another, of antd outside shared/ui. */
module.exports = {
  forbidden: [
    {
      name: 'feature-knows-no-other-feature',
      comment: 'What two features need lives in shared, or is composed in app.',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/' },
      to: { path: '^src/features/', pathNot: '^src/features/$1/' },
    },
    { name: 'feature-knows-no-app', severity: 'error', from: { path: '^src/features/' }, to: { path: '^src/app/' } },
    { name: 'shared-knows-neither', severity: 'error', from: { path: '^src/shared/' }, to: { path: '^src/(features|app)/' } },
    {
      name: 'only-ui-knows-antd',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/shared/ui/' },
      to: { path: 'node_modules/(antd|@ant-design|@rc-component)/' },
    },
    {
      name: 'only-queries-know-the-client',
      comment: 'Pages ask queries.ts; a renamed operation is then one place to change.',
      severity: 'error',
      from: { path: '^src/(features|app)/', pathNot: '/queries\\.ts$' },
      to: { path: '^src/shared/api/gen/.*sdk' },
    },
    { name: 'no-circles', severity: 'error', from: { pathNot: '^src/shared/api/gen/' }, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'browser', 'default'], extensions: ['.ts', '.tsx', '.js'] },
  },
}
