import { SQSClient } from '@aws-sdk/client-sqs';
import { awsClient } from '../runtime/aws-client';
import { AWS_CLIENT_BOUNDS } from '../runtime/aws-client-bounds';

export const sqsClient = (): SQSClient => awsClient(new SQSClient(AWS_CLIENT_BOUNDS));
