import { readEndpoints } from '../endpoints';
import { type JsonApi, serveJson } from '../serve-json';
import { readLocalAlarms } from './local-alarms';

/** Answers how the alarms are, in place of CloudWatch. */
export const startAlarmsApi = (stateDirectory: string): Promise<JsonApi> =>
  serveJson(async () => {
    const endpoints = readEndpoints(stateDirectory);
    return endpoints === undefined
      ? { status: 503, body: { message: 'the local cloud is not up yet' } }
      : { status: 200, body: await readLocalAlarms(endpoints) };
  });
