import { SQSClient } from '@aws-sdk/client-sqs';
import { AWS_CLIENT_BOUNDS } from '../runtime/aws-client-bounds';
import { tracedClient } from '../runtime/tracing/traced-client';

export const sqsClient = (): SQSClient => tracedClient(new SQSClient(AWS_CLIENT_BOUNDS));
