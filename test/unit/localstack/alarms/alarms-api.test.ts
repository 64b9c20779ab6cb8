import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLocalAlarms } from '../../../../console/overview/local-alarms';
import { startAlarmsApi } from '../../../../localstack/alarms/alarms-api';

describe('The alarms of a local cloud', () => {
  it('are not known while it is not up, which the console is told', async () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'alarms-'));
    const api = await startAlarmsApi(directory);
    try {
      await expect(createLocalAlarms(api.url).read()).rejects.toThrow('cannot say how its alarms are (status 503)');
    } finally {
      await api.close();
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
