import { CfnOutput, Stack } from 'aws-cdk-lib';
import { Secret as ContainerSecret } from 'aws-cdk-lib/aws-ecs';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from '../nag/acknowledge';

/** Far above the 32 characters that the console asks for. */
const COOKIE_KEY_LENGTH = 64;

/** What the console must know and nobody may read: ECS hands it over at the start of a task. */
export class ConsoleSecrets extends Construct {
  private readonly cookies: Secret;
  private readonly client: Secret;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.cookies = new Secret(this, 'Cookies', {
      description: 'Keys that cookies of the console are signed with, separated by a space, the newest first',
      generateSecretString: { passwordLength: COOKIE_KEY_LENGTH, excludePunctuation: true },
    });
    this.client = new Secret(this, 'Client', {
      description: 'Client secret of the console; replace the generated value by the one of the OpenID provider',
    });
    new CfnOutput(Stack.of(this), 'ConsoleClientSecretArn', {
      value: this.client.secretArn,
      description: 'Where the client secret of the console belongs',
    });
    acknowledge(this.cookies, {
      'AwsSolutions-SMG4': 'An operator puts a new key in front of the old one, so that nobody is signed out.',
    });
    acknowledge(this.client, {
      'AwsSolutions-SMG4': 'Only the OpenID provider can issue it: an operator rotates it there and puts it here.',
    });
  }

  get environment(): Readonly<Record<string, ContainerSecret>> {
    return {
      CONSOLE_COOKIE_SECRETS: ContainerSecret.fromSecretsManager(this.cookies as ISecret),
      OIDC_CLIENT_SECRET: ContainerSecret.fromSecretsManager(this.client as ISecret),
    };
  }
}
