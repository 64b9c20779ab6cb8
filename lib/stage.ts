/**
 * Where the app is deployed to, as data. The one seam between the local cloud and AWS: constructs ask a stage
 * for a value, and only the few that must build something else (a database, a runtime) look at its `kind`.
 */
interface StageBase {
  /** Prefix of stack names, e.g. `dev` gives `dev-order-data`. */
  readonly name: string;
  readonly carrierUrl: string;
  /** The address that customers' mails come from; it, or its domain, is verified with the mail service. */
  readonly mailFrom: string;
  readonly jwt: {
    readonly issuer: string;
    readonly audience: string;
    readonly jwksUri: string;
  };
  /** Factor on delays of our own (queue back-off, sweeper bounds). */
  readonly delayScale: number;
  /** @default - every function writes from INFO on, and no details of any invocation */
  readonly logging?: Logging;
  /** @default - each opens after 5 failures in a row, and has a probe after 60 s */
  readonly circuits?: Readonly<Partial<Record<CircuitOwner, CircuitNumbers>>>;
}

/** Whose calls go through a circuit, as the stage calls them; each endpoint of a webhook has one of its own. */
export type CircuitOwner = 'payment' | 'carrier' | 'webhook';

/** What may be set of a circuit; the defaults stand in `lambdas/gateways/circuit-settings.ts`. */
export const CIRCUIT_NUMBERS = ['failuresToOpen', 'openForMs', 'leaseMs', 'believedForMs', 'storeAwayForMs'] as const;
export type CircuitNumbers = { readonly [name in (typeof CIRCUIT_NUMBERS)[number]]?: number };

/** How much the functions write into their logs. */
export interface Logging {
  /** @default 'INFO' */
  readonly level?: LogLevel;
  /** Of single functions, by their handler, e.g. `saga/payment/charge-payment`. */
  readonly levels?: Readonly<Record<string, LogLevel>>;
  /**
   * Share of invocations that write their details all the same, from 0 to 1.
   * @default 0
   */
  readonly debugShare?: number;
}

export const LOG_LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LocalStage extends StageBase {
  readonly kind: 'local';
  /** Absolute path of the Node binary that runs the functions: the project's own, not the one on PATH. */
  readonly nodePath: string;
  readonly database: {
    readonly host: string;
    readonly port: number;
    /** The replica. */
    readonly reader: { readonly host: string; readonly port: number };
    readonly name: string;
    readonly user: string;
    readonly password: string;
  };
  readonly payment: {
    readonly url: string;
    readonly apiKey: string;
    /** What the provider signs its events with. */
    readonly webhookSecret: string;
  };
}

export interface CloudStage extends StageBase {
  readonly kind: 'cloud';
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  /** Deletion protection, a NAT per zone, longer backups. */
  readonly production: boolean;
  /**
   * Share of the requests that place an order whose whole way is traced, 0 to 1.
   * @default 1: every order can be looked at; a million of them cost 5 USD at X-Ray
   */
  readonly traceSampling?: number | undefined;
  /**
   * Who is told about alarms: e-mail addresses, and https addresses of paging services.
   * @default - nobody, until somebody subscribes to the topic
   */
  readonly alarmSubscribers?: readonly string[];
  /** @default - no operator console */
  readonly console?: ConsoleStage | undefined;
}

/** What the operator console has to know of the company around it. */
export interface ConsoleStage {
  /** https://…, how browsers reach it: a name that the company's DNS resolves to the load balancer. */
  readonly url: string;
  /** Of the certificate for that name, in ACM of the same region. */
  readonly certificateArn: string;
  /** Whose addresses may reach it, e.g. the company's VPN. */
  readonly admitted: readonly string[];
  /**
   * Who may ask tasks for their metrics: ranges of addresses, and security groups.
   * @default - nobody
   */
  readonly scrapers?: readonly string[];
  readonly oidc: { readonly issuer: string; readonly clientId: string; readonly roleClaim?: string };
  /**
   * https://…, where `docs/runbooks` can be read: alarms lead there.
   * @default - alarms name their runbooks
   */
  readonly runbooks?: string;
  /**
   * The commit that the image is built of, for its label.
   * @default - `unknown`
   */
  readonly revision?: string;
}

export type Stage = LocalStage | CloudStage;

/**
 * @throws when the stage could not be trusted with real orders: an issuer or a carrier that is not https
 */
export function assertSoundStage(stage: Stage): void {
  if (stage.kind === 'local') {
    return;
  }
  for (const [name, value] of Object.entries({
    issuer: stage.jwt.issuer,
    jwksUri: stage.jwt.jwksUri,
    carrierUrl: stage.carrierUrl,
  })) {
    if (!value.startsWith('https://')) {
      throw new Error(`'${name}' must be an https address in the cloud, got '${value}'`);
    }
  }
  if (!/^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/.test(stage.mailFrom)) {
    throw new Error(`'mailFrom' must be a mail address, got '${stage.mailFrom}'`);
  }
  if (stage.jwt.audience === '') {
    throw new Error("'audience' must be given in the cloud, got an empty string");
  }
  if (stage.console !== undefined) {
    assertSoundConsole(stage.console);
  }
}

function assertSoundConsole({ url, certificateArn, admitted, scrapers = [], oidc, runbooks }: ConsoleStage): void {
  for (const [name, value] of Object.entries({
    consoleUrl: url,
    consoleIssuer: oidc.issuer,
    ...(runbooks === undefined ? {} : { consoleRunbooks: runbooks }),
  })) {
    if (!value.startsWith('https://')) {
      throw new Error(`'${name}' must be an https address in the cloud, got '${value}'`);
    }
  }
  if (!/^arn:[\w-]+:acm:/.test(certificateArn)) {
    throw new Error(`'consoleCertificateArn' must be the ARN of a certificate of ACM, got '${certificateArn}'`);
  }
  const isNarrow = (range: string): boolean => /^\d+(\.\d+){3}\/([89]|[12]\d|3[0-2])$/.test(range);
  if (admitted.length === 0 || !admitted.every(isNarrow)) {
    throw new Error(`'consoleAdmits' must be ranges of addresses such as 10.8.0.0/16, got '${admitted.join(',')}'`);
  }
  if (!scrapers.every((scraper) => isNarrow(scraper) || /^sg-[0-9a-f]+$/.test(scraper))) {
    throw new Error(`'consoleScrapers' must be ranges of addresses or security groups, got '${scrapers.join(',')}'`);
  }
}
