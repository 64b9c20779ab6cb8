import { withSession } from '../../../localstack/postgres/with-session';
import { localCloud } from '../../support/local-cloud';

describe('A session with the Postgres of the local cloud', () => {
  const { url } = localCloud().postgres;
  const pidOf = 'SELECT pg_backend_pid() AS pid';

  it('answers what it was asked for, and ends', async () => {
    const pid = await withSession(url, async (session) => (await session.query(pidOf)).rows[0].pid as number);

    const gone = 'SELECT count(*)::int AS left FROM pg_stat_activity WHERE pid = $1';
    // The server notices it a moment later.
    for (let left = 1; left > 0; ) {
      left = await withSession(url, async (session) => (await session.query(gone, [pid])).rows[0].left as number);
    }
  });

  it('that is cut off while nobody asks it ends no process, and has the next statement fail', async () => {
    await withSession(url, async (session) => {
      const { rows } = await session.query(pidOf);
      await withSession(url, (other) => other.query('SELECT pg_terminate_backend($1, 5000)', [rows[0].pid]));

      await expect(session.query(pidOf)).rejects.toThrow();
    });
  });
});
