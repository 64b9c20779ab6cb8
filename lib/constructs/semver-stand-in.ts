/**
 * Put in place of the package `semver` in every bundle. The X-Ray SDK loads it to compare the version of the AWS SDK
 * v2, which nothing here uses; left in, it would be a tenth of each step's code.
 *
 * @throws always: a call means that something else has come to need the real package
 */
export function gte(): never {
  throw new Error('semver is not part of the bundles, see lib/constructs/handler-bundles.ts');
}
