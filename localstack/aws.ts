/** The account that the emulator plays. */
export const AWS = { account: '000000000000', region: 'us-east-1' } as const;

/** No secret: the emulator takes any. */
export const emulatorCredentials = {
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_REGION: AWS.region,
  AWS_DEFAULT_REGION: AWS.region,
} as const;

/** What a client of the AWS SDK needs to talk to the emulator, and to nothing else. */
export const emulatorClient = (endpoint: string) => ({
  endpoint,
  region: AWS.region,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});
