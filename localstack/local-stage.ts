import type { LocalStage } from '../lib/stage';
import type { Ports } from './ports';
import { APPLICATION_USER } from './postgres/admit-functions';
import { DATABASE } from './postgres/postgres';
import { projectNode } from './repository';
import { AUDIENCE, issuerUrl } from './token-issuer/token-issuer';

/** Our own delays (queue back-off, sweeper bounds, open circuits) are this much shorter than in the cloud. */
export const DELAY_SCALE = 0.02;

/** The simulator signs with it. No secret: both ends are on this machine. */
export const LOCAL_WEBHOOK_SECRET = 'whsec_local';

/** What the mails of the local shop come from. */
export const LOCAL_MAIL_FROM = 'orders@shop.example';

/** The stage as the CDK app sees it: known before anything runs, since ports are chosen first. */
export const localStage = (ports: Ports, databasePassword: string): LocalStage => ({
  kind: 'local',
  name: 'local',
  nodePath: projectNode(),
  delayScale: DELAY_SCALE,
  database: {
    host: '127.0.0.1',
    port: ports.postgres,
    reader: { host: '127.0.0.1', port: ports.replica },
    name: DATABASE,
    user: APPLICATION_USER,
    password: databasePassword,
  },
  payment: { url: `http://127.0.0.1:${ports.payment}`, apiKey: 'sk_test_local', webhookSecret: LOCAL_WEBHOOK_SECRET },
  mailFrom: LOCAL_MAIL_FROM,
  carrierUrl: `http://127.0.0.1:${ports.carrier}`,
  jwt: {
    issuer: issuerUrl(ports.tokens),
    audience: AUDIENCE,
    jwksUri: `${issuerUrl(ports.tokens)}/.well-known/jwks.json`,
  },
});
