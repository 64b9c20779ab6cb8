import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { LocalStage } from '../../lib/stage';
import { assertCapacity } from '../capacity';
import type { Generation } from '../generation';
import type { Children } from '../processes/children';
import type { Progress } from '../progress';
import { writeAtomically } from '../write-atomically';
import { functionsWithDatabase } from './assembly';
import { createCdk } from './cdk';
import { sourcesFingerprint } from './sources';
import { readStackOutputs, type StackOutputs } from './stack-outputs';

/** The deployment of one start, in parts that may run while other things start. What is deployed already is left alone. */
export interface Deployment {
  /** Of the sources as they are now. */
  readonly fingerprint: string;
  /** Needs nothing that runs. */
  synthesize(): Promise<void>;
  /** Needs the emulator. */
  bootstrap(): Promise<void>;
  /** Needs everything else. */
  deploy(maxConnections: number): Promise<StackOutputs>;
}

export function createDeployment({
  stateDirectory,
  stage,
  generation,
  emulatorUrl,
  children,
  progress,
}: {
  readonly stateDirectory: string;
  readonly stage: LocalStage;
  readonly generation: Generation;
  readonly emulatorUrl: string;
  readonly children: Children;
  readonly progress: Progress;
}): Deployment {
  const home = path.join(stateDirectory, 'cdk');
  const assembly = path.join(home, 'assembly');
  const outputs = path.join(home, 'outputs.json');
  const stageFile = path.join(stateDirectory, 'stage.json');
  mkdirSync(home, { recursive: true });
  writeAtomically(stageFile, JSON.stringify(stage));

  const cdk = createCdk({ children, emulatorUrl, stageFile, assembly, outputs, home });
  const fingerprint = sourcesFingerprint(stage);
  const isNeeded = generation.deployed !== fingerprint;

  return {
    fingerprint,
    synthesize: async () => {
      if (isNeeded) {
        await progress.phase('cdk synth', cdk.synthesize);
      }
    },
    bootstrap: async () => {
      if (generation.deployed === undefined) {
        await progress.phase('cdk bootstrap', cdk.bootstrap);
      }
    },
    deploy: async (maxConnections) => {
      assertCapacity(functionsWithDatabase(assembly), maxConnections);
      if (isNeeded) {
        await progress.phase('cdk deploy', cdk.deploy);
      }
      return readStackOutputs(outputs);
    },
  };
}
