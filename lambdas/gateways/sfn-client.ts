import { SFNClient } from '@aws-sdk/client-sfn';
import { counted } from '../runtime/aws-calls';
import { AWS_CLIENT_BOUNDS } from '../runtime/aws-client-bounds';
import { tracedClient } from '../runtime/tracing/traced-client';

export const sfnClient = (): SFNClient => tracedClient(counted(new SFNClient(AWS_CLIENT_BOUNDS)));
