import path from 'node:path';
import { AWS, emulatorCredentials } from '../aws';
import type { Children } from '../processes/children';
import { projectNode, REPOSITORY, SHARED_LOCAL_DIRECTORY } from '../repository';

const CLI = path.join(REPOSITORY, 'node_modules', 'aws-cdk', 'bin', 'cdk');

/** The CDK command line as npm installed it, talking to the emulator and to nobody else. */
export interface Cdk {
  /** Writes templates and packages of functions to `assembly`. Needs no emulator. */
  synthesize(): Promise<void>;
  bootstrap(): Promise<void>;
  /** Deploys every stack of the assembly and writes what they export to `outputs`. */
  deploy(): Promise<void>;
}

export function createCdk({
  children,
  emulatorUrl,
  stageFile,
  assembly,
  outputs,
  home,
}: {
  readonly children: Children;
  readonly emulatorUrl: string;
  /** JSON of the `LocalStage` to deploy. */
  readonly stageFile: string;
  readonly assembly: string;
  readonly outputs: string;
  /** Where the CLI keeps its own things: another copy, or the user's own work, must not meet them. */
  readonly home: string;
}): Cdk {
  const run = (name: string, cwd: string, ...args: readonly string[]): Promise<void> =>
    children.run({
      name,
      cwd,
      command: [projectNode(), CLI, ...args, '--no-notices', '--no-version-reporting', '--no-color'],
      env: {
        PATH: `${path.dirname(projectNode())}${path.delimiter}${process.env['PATH'] ?? ''}`,
        HOME: home,
        CDK_HOME: home,
        TMPDIR: home,
        LANG: 'C.UTF-8',
        CI: 'true',
        NODE_COMPILE_CACHE: path.join(SHARED_LOCAL_DIRECTORY, 'node-compile-cache'),
        CDK_DISABLE_CLI_TELEMETRY: 'true',
        CDK_DISABLE_VERSION_CHECK: '1',
        JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION: '1',
        ...emulatorCredentials,
        AWS_ENDPOINT_URL: emulatorUrl,
        // No profile, proxy or metadata service of the machine can lead a local deployment anywhere else.
        AWS_CONFIG_FILE: path.join(home, 'no-aws-config'),
        AWS_SHARED_CREDENTIALS_FILE: path.join(home, 'no-aws-credentials'),
        AWS_EC2_METADATA_DISABLED: 'true',
      },
    });

  return {
    synthesize: () =>
      run(
        'cdk-synth',
        REPOSITORY,
        'synth',
        '--quiet',
        '--output',
        assembly,
        '--context',
        'stage=local',
        '--context',
        `localCloud=${stageFile}`,
      ),
    // Outside of the repository there is no app: the environment is known without it, and synthesis goes on meanwhile.
    bootstrap: () => run('cdk-bootstrap', home, 'bootstrap', `aws://${AWS.account}/${AWS.region}`),
    deploy: () =>
      run(
        'cdk-deploy',
        REPOSITORY,
        'deploy',
        '--all',
        '--app',
        assembly,
        '--method=direct',
        '--require-approval',
        'never',
        '--outputs-file',
        outputs,
        '--progress',
        'events',
      ),
  };
}
