import { fork } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeTemporaryFolder } from '../../test/fixtures/temporary-folder.ts';
import { createRpc, endChild } from './rpc.ts';

const test = suite('calls between processes');
const rpcModule = new URL('./rpc.ts', import.meta.url).href;
const child = `
import { createRpc } from '${rpcModule}';
const parent = createRpc(process, {
  double: (bytes) => bytes.map((byte) => byte * 2),
  askBack: async (word) => (await parent.call('greet', word)) + '!',
  fail: () => { throw new Error('not today'); },
  end: () => process.exit(),
});`;

test('calls go both ways; failures and the other side’s end are errors', async () => {
  const folder = await makeTemporaryFolder();
  const path = join(folder, 'child.ts');
  await writeFile(path, child);
  const other = fork(path, { serialization: 'advanced' });
  try {
    const rpc = createRpc(other, { greet: (word: string) => `hello ${word}` });
    assert.equal([...(await rpc.call<Uint8Array>('double', Uint8Array.of(1, 2, 3)))], [2, 4, 6]);
    const answers = await Promise.all(['a', 'b'].map((word) => rpc.call<string>('askBack', word)));
    assert.equal(answers, ['hello a!', 'hello b!']);
    const failure = await rpc.call<Error>('fail').catch((error) => error);
    assert.match(failure.message, 'not today');
    const unknown = await rpc.call<Error>('nothing').catch((error) => error);
    assert.match(unknown.message, 'no method nothing');
    const gone = await rpc.call<Error>('end').catch((error) => error);
    assert.match(gone.message, 'the other process ended');
  } finally {
    await endChild(other);
    await rm(folder, { recursive: true, force: true });
  }
});

test.run();
