import { timelinePage } from '../../../bin/cli/timeline/timeline-page';

const none = { orderId: 'order-1', entries: [] };

describe('The page of a timeline', () => {
  it('tells a source that was not asked from one that failed, and says how it failed', () => {
    const page = timelinePage({
      ...none,
      missing: ['events', 'failures'],
      because: { failures: 'AccessDeniedException: not authorized' },
    });

    expect(page).toContain('Not asked: events.');
    expect(page).toContain('Could not be asked: failures (AccessDeniedException: not authorized).');
  });

  it('says nothing of sources that answered', () => {
    expect(timelinePage({ ...none, missing: [] })).not.toMatch(/asked/);
  });
});
