import { admitApplicationUser, IAM_MEMBERSHIP } from '../../lambdas/persistence/application-user';
import type { DatabaseAddress } from './postgres';
import { withSession } from './with-session';

/** Who the functions are inside Postgres, as in AWS: neither its superuser nor the owner of its tables. */
export const APPLICATION_USER = 'order_workflow';

/** Of this server, so that nobody else admits them meanwhile: two changes of one role at once fail. */
const LOCK = 20_261_126;

/**
 * Lets the functions in as on AWS, with the same rights and deadlines, but by a password: there is no IAM here that
 * could vouch for them. It is the owner's, and stays what it is once it is set.
 */
export async function admitFunctions(owner: DatabaseAddress): Promise<void> {
  await withSession({ ...owner, database: 'postgres' }, async (session) => {
    await session.query(`SELECT pg_advisory_lock(${LOCK})`);
    const { rowCount } = await session.query('SELECT FROM pg_roles WHERE rolname = $1', [IAM_MEMBERSHIP]);
    if (rowCount === 0) {
      await session.query(`CREATE ROLE ${IAM_MEMBERSHIP}`);
    }
    await admitApplicationUser(owner, APPLICATION_USER);
    const { rows } = await session.query('SELECT rolpassword FROM pg_authid WHERE rolname = $1', [APPLICATION_USER]);
    if (rows[0]?.rolpassword === null) {
      await session.query(`ALTER ROLE ${APPLICATION_USER} PASSWORD ${session.escapeLiteral(owner.password)}`);
    }
  });
}
