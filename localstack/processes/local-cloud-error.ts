/** Something that the user can read and act on: shown as it is, without a stack. */
export class LocalCloudError extends Error {
  override readonly name = 'LocalCloudError';
}
