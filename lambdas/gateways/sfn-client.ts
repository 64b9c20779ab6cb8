import { SFNClient } from '@aws-sdk/client-sfn';
import { AWS_CLIENT_BOUNDS } from '../runtime/aws-client-bounds';
import { tracer } from '../runtime/powertools';

export const sfnClient = (): SFNClient => tracer.captureAWSv3Client(new SFNClient(AWS_CLIENT_BOUNDS));
