import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { waitFor } from '../../test/fixtures/wait-for.ts';
import { readUsage } from './process-usage.ts';

const test = suite('process usage');

test('CPU time and memory of a process with its children', async () => {
  // A shell that works through a child, and goes on when the child has ended.
  const work = "awk 'BEGIN { for (i = 0; i < 8000000; i++) x += i }'";
  const shell = spawn('sh', ['-c', `${work}; echo done; sleep 60`], { detached: true });
  const { pid } = shell;
  if (pid === undefined) throw new Error('no process');
  try {
    await waitFor(async () => (await readUsage(pid)).cpuSeconds > 0.1, { what: 'work seen while it is done' });
    await once(shell.stdout, 'data');
    const { cpuSeconds, rssMb } = await readUsage(pid);
    assert.ok(cpuSeconds > 0.1, 'a child that ended counts');
    assert.ok(rssMb > 0.3 && rssMb < 100, `${rssMb} MB`);
  } finally {
    process.kill(-pid, 'SIGKILL');
    await once(shell, 'exit');
  }
  const gone = await readUsage(pid).catch((error) => error);
  assert.match(gone.message, `no process ${pid}`);
});

test('its own', async () => {
  const { cpuSeconds, rssMb } = await readUsage(process.pid);
  const own = process.cpuUsage();
  assert.ok(Math.abs(cpuSeconds - (own.user + own.system) / 1e6) < 1);
  assert.ok(Math.abs(rssMb - process.memoryUsage.rss() / 2 ** 20) < 30);
});

test.run();
