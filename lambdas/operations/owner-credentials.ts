import * as z from 'zod/mini';
import type { AwsJsonApi } from '../gateways/aws-json-api';

export interface OwnerCredentials {
  readonly user: string;
  readonly password: string;
}

const READ_SECRET_TIMEOUT_MS = 5_000;

const answerSchema = z.object({ SecretString: z.string() });
/** The shape in which RDS keeps the credentials that it made itself. */
const secretSchema = z.object({ username: z.string(), password: z.string() });

/** Reads who owns the database. Read anew each time: RDS changes the password every week. */
export const createOwnerCredentials =
  ({ aws, secretArn }: { readonly aws: AwsJsonApi; readonly secretArn: string }) =>
  async (): Promise<OwnerCredentials> => {
    const answer = await aws.read({
      service: 'secretsmanager',
      target: 'secretsmanager.GetSecretValue',
      jsonVersion: '1.1',
      input: { SecretId: secretArn },
      timeoutMs: READ_SECRET_TIMEOUT_MS,
    });
    const { username, password } = secretSchema.parse(JSON.parse(answerSchema.parse(answer).SecretString));
    return { user: username, password };
  };
