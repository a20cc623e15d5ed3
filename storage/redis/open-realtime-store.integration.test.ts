import { suite as describe } from 'uvu';
import { createLog } from '../../log.ts';
import { testRealtimeStore } from '../../test/contracts/realtime-store.ts';
import { startTestRedis, type TestRedis } from '../../test/fixtures/redis.ts';
import type { RealtimeStore } from '../store.ts';
import { openRealtimeStore } from './open-realtime-store.ts';

const suite = describe('the store in a real Redis');
const log = createLog({ level: 'fatal', format: 'json', service: 'test' });
let redis: TestRedis;
let stores: RealtimeStore[] = [];
let streams = 0;

suite.before(async () => {
  redis = await startTestRedis();
  const open = () => openRealtimeStore({ url: redis.url, prefix: 'test', log, takeOverAfterMs: 300 });
  stores = await Promise.all([open(), open()]);
});
suite.after(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await redis.stop();
});

testRealtimeStore(suite, {
  store: () => stores[0]!,
  other: () => stores[1]!,
  stream: () => {
    streams += 1;
    return -1_000_000_000_000 - streams;
  },
});

suite.run();
