import { Match } from 'aws-cdk-lib/assertions';
import { cloudStage, localStage, resourcesOf, synthesize } from './stages';

describe('Sampling of traces', () => {
  it.each([
    ['every order, unless it is told otherwise', {}, 1],
    ['as many as were asked for', { traceSampling: 0.05 }, 0.05],
  ])('records %s', (_, change, FixedRate) => {
    synthesize(cloudStage(change)).workflow.hasResourceProperties('AWS::XRay::SamplingRule', {
      SamplingRule: Match.objectLike({ FixedRate, HTTPMethod: 'POST', URLPath: '*/orders' }),
    });
  });

  it('fails with a rate that is no share', () => {
    expect(() => synthesize(cloudStage({ traceSampling: 5 }))).toThrow("'traceSampling' should be a share from 0 to 1");
  });

  it('has no rule on the local cloud, which does not know them', () => {
    const { data, workflow } = synthesize(localStage());

    expect(resourcesOf('AWS::XRay::SamplingRule', data, workflow)).toEqual([]);
  });
});
