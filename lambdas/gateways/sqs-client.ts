import { SQSClient } from '@aws-sdk/client-sqs';
import { counted } from '../runtime/aws-calls';
import { AWS_CLIENT_BOUNDS } from '../runtime/aws-client-bounds';
import { tracedClient } from '../runtime/tracing/traced-client';

export const sqsClient = (): SQSClient => tracedClient(counted(new SQSClient(AWS_CLIENT_BOUNDS)));
