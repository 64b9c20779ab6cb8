import * as z from 'zod/mini';
import type { AwsJsonApi } from '../gateways/aws-json-api';

export interface OwnerCredentials {
  readonly user: string;
  readonly password: string;
}

export const READ_SECRET_TIMEOUT_MS = 5_000;

const answerSchema = z.object({ SecretString: z.string() });
/** The shape in which RDS keeps the credentials that it made itself. */
const secretSchema = z.object({ username: z.string(), password: z.string() });

/**
 * Reads who owns the database. Read anew each time: RDS changes the password every week.
 *
 * @throws when the secret holds something else; never with a part of it
 */
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
    const credentials = parse(answer);
    if (credentials === undefined) {
      throw new Error(`the secret ${secretArn} does not hold the credentials of a database owner`);
    }
    return { user: credentials.username, password: credentials.password };
  };

function parse(answer: unknown): z.infer<typeof secretSchema> | undefined {
  try {
    return secretSchema.parse(JSON.parse(answerSchema.parse(answer).SecretString));
  } catch {
    return undefined; // the parsers' own words quote what they could not read
  }
}
