import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { awsClient } from '../../runtime/aws-client';
import { AWS_CLIENT_BOUNDS } from '../../runtime/aws-client-bounds';

export const dynamoClient = (): DynamoDBClient => awsClient(new DynamoDBClient(AWS_CLIENT_BOUNDS));

/** Optional members that are not there are left out, as in JSON. */
export const documentClient = (client: DynamoDBClient = dynamoClient()): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
