import { CfnOutput, Stack } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from '../nag/acknowledge';
import type { CloudStage, LocalStage, Stage } from '../stage';
import { circuitVariables } from './circuit-variables';

/** What a function needs to call a service that is not ours. */
export interface OutsideService {
  readonly environment: Readonly<Record<string, string>>;
  grantUse(grantee: IGrantable): void;
}

interface ServiceKeyProps {
  /** What it is, e.g. `API key of the carrier`. */
  readonly what: string;
  readonly issuer: string;
  /** @default - nothing more to say */
  readonly note?: string;
}

/** A secret of an outside service, in Secrets Manager: the operator puts it there once, after the first deployment. */
class ServiceKey extends Construct {
  readonly secret: Secret;

  constructor(scope: Construct, id: string, { what, issuer, note }: ServiceKeyProps) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      description: `${what}; replace the generated value by the real one${note === undefined ? '' : `. ${note}`}`,
    });
    new CfnOutput(Stack.of(this), `${id}SecretArn`, {
      value: this.secret.secretArn,
      description: `Where the ${what} belongs`,
    });
    acknowledge(this.secret, {
      'AwsSolutions-SMG4': `Only the ${issuer} can issue it: an operator rotates it there and puts the new value here.`,
    });
  }
}

const withKey = (
  { secret }: ServiceKey,
  arnVariable: string,
  environment: Readonly<Record<string, string>> = {},
): OutsideService => ({
  environment: { ...environment, [arnVariable]: secret.secretArn },
  grantUse: ({ grantPrincipal }) => {
    grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secret.secretArn] }),
    );
  },
});

const withoutKey = (environment: Readonly<Record<string, string>>): OutsideService => ({
  environment,
  grantUse: () => {},
});

export interface OutsideServices {
  readonly payment: OutsideService;
  /** The payment provider as the one who calls: what its events are verified with. */
  readonly paymentEvents: OutsideService;
  readonly carrier: OutsideService;
}

const localServices = ({ payment, carrierUrl }: LocalStage): OutsideServices => ({
  payment: withoutKey({ PAYMENT_API_URL: payment.url, PAYMENT_API_KEY: payment.apiKey }),
  paymentEvents: withoutKey({ PAYMENT_WEBHOOK_SECRETS: payment.webhookSecret }),
  // The simulator asks for a key, as a carrier does, and takes any.
  carrier: withoutKey({ CARRIER_API_URL: carrierUrl, CARRIER_API_KEY: 'local' }),
});

/** Stripe and the carrier; on the local cloud their simulators, whose keys are no secret. */
export const outsideServices = (scope: Construct, stage: Stage): OutsideServices => {
  const services = stage.kind === 'local' ? localServices(stage) : cloudServices(scope, stage);
  const withCircuit = (service: OutsideService, owner: 'payment' | 'carrier'): OutsideService => ({
    ...service,
    environment: { ...service.environment, ...circuitVariables(stage, owner) },
  });
  return {
    ...services,
    payment: withCircuit(services.payment, 'payment'),
    carrier: withCircuit(services.carrier, 'carrier'),
  };
};

const cloudServices = (scope: Construct, stage: CloudStage): OutsideServices => ({
  payment: withKey(
    new ServiceKey(scope, 'PaymentKey', { what: 'API key of the payment provider', issuer: 'payment provider' }),
    'PAYMENT_SECRET_ARN',
  ),
  paymentEvents: withKey(
    new ServiceKey(scope, 'PaymentWebhook', {
      what: "signing secret of the payment provider's events",
      issuer: 'payment provider',
      note: 'While it is rotated: the old one and the new one, separated by a space',
    }),
    'PAYMENT_WEBHOOK_SECRET_ARN',
  ),
  carrier: withKey(
    new ServiceKey(scope, 'CarrierKey', { what: 'API key of the carrier', issuer: 'carrier' }),
    'CARRIER_SECRET_ARN',
    { CARRIER_API_URL: stage.carrierUrl },
  ),
});
