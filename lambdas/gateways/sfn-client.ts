import { SFNClient } from '@aws-sdk/client-sfn';
import { awsClient } from '../runtime/aws-client';
import { AWS_CLIENT_BOUNDS } from '../runtime/aws-client-bounds';

export const sfnClient = (): SFNClient => awsClient(new SFNClient(AWS_CLIENT_BOUNDS));
