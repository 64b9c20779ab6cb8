import { SQSClient } from '@aws-sdk/client-sqs';
import { AWS_CLIENT_BOUNDS } from '../runtime/aws-client-bounds';
import { tracer } from '../runtime/powertools';

export const sqsClient = (): SQSClient => tracer.captureAWSv3Client(new SQSClient(AWS_CLIENT_BOUNDS));
