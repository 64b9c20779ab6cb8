import type { ConsoleStage } from './stage';

type RequiredContext = <Key extends string>(meanings: Readonly<Record<Key, string>>) => Record<Key, string>;

/**
 * What is said about the operator console, as passed to the CDK: `-c consoleUrl=…`, and whatever else
 * `docs/console-deployment.md` names.
 *
 * @param required throws when something is missing, and says what it means
 * @param issuer whose tokens the API accepts: people sign in there as well, unless another one is named
 */
export function readConsoleStage(
  context: (key: string) => string | undefined,
  { required, issuer }: { readonly required: RequiredContext; readonly issuer: string },
): ConsoleStage {
  const { consoleUrl, consoleCertificateArn, consoleClientId, consoleAdmits } = required({
    consoleUrl: 'https://…, the address of the operator console, a name of your own DNS',
    consoleCertificateArn: 'of the certificate for that name, in ACM of the same region',
    consoleClientId: 'the client that the console is to the OpenID provider',
    consoleAdmits: 'whose addresses may reach it, e.g. 10.8.0.0/16,10.9.0.0/16',
  });
  const roleClaim = context('consoleRoleClaim');
  const runbooks = context('consoleRunbooks');
  const scrapers = context('consoleScrapers');
  const revision = context('consoleRevision');
  return {
    url: consoleUrl,
    certificateArn: consoleCertificateArn,
    admitted: listed(consoleAdmits),
    ...(scrapers === undefined ? {} : { scrapers: listed(scrapers) }),
    oidc: {
      issuer: context('consoleIssuer') ?? issuer,
      clientId: consoleClientId,
      ...(roleClaim === undefined ? {} : { roleClaim }),
    },
    ...(runbooks === undefined ? {} : { runbooks }),
    ...(revision === undefined ? {} : { revision }),
  };
}

/** Of values that are separated by commas. */
export const listed = (values: string): readonly string[] =>
  values
    .split(',')
    .map((value) => value.trim())
    .filter((value) => value !== '');
