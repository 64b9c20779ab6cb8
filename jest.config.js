const project = (name, extra = {}) => ({
  displayName: name,
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2024' }, module: { type: 'commonjs' }, sourceMaps: 'inline' }],
  },
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/.local', '<rootDir>/.venv'],
  ...extra,
});

module.exports = {
  // Of one test. Far beyond what any needs: a busy machine is no reason to fail.
  testTimeout: 30_000,
  projects: [
    project('unit'),
    project('architecture'),
    project('infrastructure'),
    project('faults'),
    project('integration', {
      globalSetup: '<rootDir>/test/support/local-cloud-setup.ts',
      globalTeardown: '<rootDir>/test/support/local-cloud-teardown.ts',
    }),
    project('console', {
      setupFiles: ['<rootDir>/test/support/redaction/record-requests.ts'],
      globalSetup: '<rootDir>/test/support/local-cloud-setup.ts',
      globalTeardown: '<rootDir>/test/support/local-cloud-teardown.ts',
    }),
    project('end-to-end', {
      setupFiles: ['<rootDir>/test/support/redaction/record-requests.ts'],
      // Minutes of injected faults, each waiting for its own end: `npm run test:faults`.
      testPathIgnorePatterns: process.env.ORDER_WORKFLOW_FAULTS === '1' ? [] : ['/end-to-end/faults/'],
      setupFilesAfterEnv: ['<rootDir>/test/support/end-to-end/one-file-at-a-time.ts'],
      globalSetup: '<rootDir>/test/support/local-cloud-setup.ts',
      globalTeardown: '<rootDir>/test/support/local-cloud-teardown.ts',
    }),
  ],
};
