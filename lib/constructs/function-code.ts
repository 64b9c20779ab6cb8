import { cpSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import { installBootstrap } from '../../localstack/lambda-bootstrap/install';
import type { Stage } from '../stage';
import { bundleHandlers, HANDLERS_ROOT } from './handler-bundles';

export interface FunctionCode {
  readonly runtime: Runtime;
  readonly handler: string;
  readonly code: Code;
}

export interface FunctionCodeProps {
  /** Path of the handler below `lambdas` without ending, e.g. `saga/payment/charge-payment`. */
  readonly handler: string;
  readonly stage: Stage;
  /** Folders that belong into the package, by their name in it. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * What runs a function, and where its code comes from. The only place that tells the runtimes apart: AWS's own for
 * Node, and on the local cloud a custom runtime beside the code, because the emulator's Node runtime reports every
 * thrown error under one name and Step Functions could not tell a decline from an outage.
 */
export const functionCode = ({ handler, stage, files }: FunctionCodeProps): FunctionCode => ({
  runtime: stage.kind === 'local' ? Runtime.PROVIDED_AL2023 : Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: Code.fromAsset(path.dirname(path.join(HANDLERS_ROOT, handler)), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never pulled: `local` always bundles, or throws.
      image: DockerImage.fromRegistry('scratch'),
      // Part of the asset's identity: two handlers of one folder must not share a package.
      command: [handler, stage.kind],
      local: {
        tryBundle: (directory) => {
          writeBundle(handler, directory);
          for (const [name, folder] of Object.entries(files)) {
            cpSync(folder, path.join(directory, name), { recursive: true });
          }
          if (stage.kind === 'local') {
            installBootstrap(directory, stage.nodePath);
          }
          return true;
        },
      },
    },
  }),
});

function writeBundle(handler: string, directory: string): void {
  const bundle = bundleHandlers().get(handler);
  if (bundle === undefined) {
    throw new Error(`there is no handler at 'lambdas/${handler}.handler.ts'`);
  }
  const fileName = `${path.basename(handler)}.handler.js`;
  const code = bundle.code.text.replace(`sourceMappingURL=${fileName}.map`, 'sourceMappingURL=index.js.map');
  writeFileSync(path.join(directory, 'index.js'), code);
  writeFileSync(path.join(directory, 'index.js.map'), bundle.sourceMap.contents);
}
