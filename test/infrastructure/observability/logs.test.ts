import { cloudStage, localStage, resourcesOf, synthesize } from '../stages';

describe.each([
  ['the cloud', cloudStage()],
  ['production', cloudStage({ production: true })],
  ['the local cloud', localStage()],
])('Logs in %s', (_, stage) => {
  const { data, workflow } = synthesize(stage);

  it('all expire', () => {
    const kept = resourcesOf('AWS::Logs::LogGroup', data, workflow).filter(
      ({ Properties }) => !(Properties?.RetentionInDays > 0),
    );

    expect(kept.map(({ logicalId }) => logicalId)).toEqual([]);
  });

  it('are none that a service makes by itself and keeps for ever', () => {
    const functions = resourcesOf('AWS::Lambda::Function', data, workflow);
    const groups = resourcesOf('AWS::Logs::LogGroup', data, workflow);

    expect(functions.filter(({ Properties }) => Properties.LoggingConfig?.LogGroup === undefined)).toEqual([]);
    expect(JSON.stringify(groups)).toContain('API-Gateway-Execution-Logs_');
  });
});

describe('Levels of logs', () => {
  const handlerOf = (name: string, ...templates: Parameters<typeof resourcesOf>[1][]) =>
    resourcesOf('AWS::Lambda::Function', ...templates).find(
      ({ Properties }) => Properties.Environment?.Variables?.POWERTOOLS_SERVICE_NAME === name,
    )?.Properties.Environment.Variables;

  it('are set for all functions, for single ones, and for a share of the invocations', () => {
    const { workflow } = synthesize(
      cloudStage({ logging: { level: 'WARN', levels: { 'api/place-order': 'DEBUG' }, debugShare: 0.05 } }),
    );

    expect(handlerOf('place-order', workflow)).toMatchObject({
      POWERTOOLS_LOG_LEVEL: 'DEBUG',
      POWERTOOLS_LOGGER_SAMPLE_RATE: '0.05',
    });
    expect(handlerOf('charge-payment', workflow)).toMatchObject({ POWERTOOLS_LOG_LEVEL: 'WARN' });
  });
});
