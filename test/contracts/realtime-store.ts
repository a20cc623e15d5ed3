import type { Test } from 'uvu';
import type { StreamId } from '../../storage/model.ts';
import type { RealtimeStore } from '../../storage/store.ts';
import { testAlarms } from './alarms.ts';
import { testAudienceStore } from './audience-store.ts';
import { testEventLog } from './event-log.ts';
import { testForgetting } from './forgetting.ts';
import { testLeaseStore } from './lease-store.ts';
import { testMigration } from './migration.ts';
import { testPlaybackHistory } from './playback-history.ts';
import { testPlaybackStore } from './playback-store.ts';
import { testQueueEdits } from './queue-edits.ts';
import { testQueueRules } from './queue-rules.ts';
import { testQueueStore } from './queue-store.ts';
import { testQueueUndo } from './queue-undo.ts';
import { testResolveJobs } from './resolve-jobs.ts';
import { testSettingsStore } from './settings-store.ts';
import { testSmallStores } from './small-stores.ts';
import { testWebAccess } from './web-access.ts';

/** What a contract is tested with. */
export interface StoreUnderTest {
  /** The store; there from the first test on. */
  store(): RealtimeStore;
  /** A second one on the same data, as another process has it. */
  other(): RealtimeStore;
  /** A stream that no other test uses. */
  stream(): StreamId;
}

/** What every `RealtimeStore` must do; hooks and `suite.run()` are the caller's. */
export function testRealtimeStore(suite: Test, subject: StoreUnderTest): void {
  testQueueStore(suite, subject);
  testQueueEdits(suite, subject);
  testQueueRules(suite, subject);
  testQueueUndo(suite, subject);
  testPlaybackStore(suite, subject);
  testPlaybackHistory(suite, subject);
  testSettingsStore(suite, subject);
  testAudienceStore(suite, subject);
  testAlarms(suite, subject);
  testMigration(suite, subject);
  testLeaseStore(suite, subject);
  testEventLog(suite, subject);
  testSmallStores(suite, subject);
  testWebAccess(suite, subject);
  testForgetting(suite, subject);
  testResolveJobs(suite, subject);
}
