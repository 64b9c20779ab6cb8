import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DockerImageAsset, Platform } from 'aws-cdk-lib/aws-ecr-assets';
import type { Construct } from 'constructs';

const ROOT = path.join(__dirname, '../..');

/**
 * The image of the operator console. A synthesis only takes the fingerprint of what goes into it; a deployment builds it,
 * for which it needs Docker or what `CDK_DOCKER` names instead.
 *
 * @param revision goes into a label, and so makes another image of each commit
 */
export const consoleImage = (scope: Construct, id: string, revision?: string): DockerImageAsset =>
  new DockerImageAsset(scope, id, {
    directory: ROOT,
    file: 'console/Dockerfile',
    platform: Platform.LINUX_ARM64,
    assetName: 'order-console',
    buildArgs: { VERSION: versionOfProject(), ...(revision === undefined ? {} : { REVISION: revision }) },
  });

const versionOfProject = (): string => JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')).version;
