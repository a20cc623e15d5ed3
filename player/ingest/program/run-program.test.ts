import { readFile } from 'node:fs/promises';
import { getPriority, setPriority } from 'node:os';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../../errors.ts';
import { runProgram } from './run-program.ts';

const test = suite('run program');

const never = new AbortController().signal;
/** Runs until it is stopped. */
const endless = ['-nostdin', '-v', 'error', '-re', '-f', 'lavfi', '-i', 'sine=440', '-f', 'null', '-'];

const codeOf = (work: Promise<unknown>) =>
  work.then(String, (error) => (error instanceof AppError ? error.code : error));

test('gives exit code, output and errors', async () => {
  const good = await runProgram('ffprobe', ['-version'], { signal: never });
  assert.is(good.code, 0);
  assert.match(good.stdout, /^ffprobe version/);
  const bad = await runProgram('ffmpeg', ['-v', 'error', '-i', '/nowhere/a.mp3'], { signal: never, niceness: 15 });
  assert.is(bad.code, 1);
  assert.match(bad.stderr, /No such file/);
});

test('the signal ends the program before the promise settles', async () => {
  const controller = new AbortController();
  const ending = codeOf(runProgram('ffmpeg', endless, { signal: controller.signal, niceness: 15 }));
  setTimeout(() => controller.abort(), 150);
  assert.is(await ending, 'aborted');
  assert.is(await codeOf(runProgram('ffmpeg', endless, { signal: controller.signal })), 'aborted', 'not even started');
});

test('a program that takes too long is killed', async () => {
  assert.is(await codeOf(runProgram('ffmpeg', endless, { signal: never, timeoutMs: 100 })), 'timeout');
});

test('who killed it is told', async () => {
  const args = [
    '-nostdin',
    '-v',
    'quiet',
    '-f',
    'lavfi',
    '-i',
    `sine=440:d=90,metadata=add:key=x:value=${process.pid}`,
    ...endless.slice(-3),
  ];
  const running = runProgram('ffmpeg', ['-re', ...args], { signal: never });
  process.kill(await childPid(String(process.pid)), 'SIGKILL');
  assert.is((await running).killedBy, 'SIGKILL');
});

test('its priority is what it was given, whatever ours is', async () => {
  const own = getPriority();
  setPriority(3);
  try {
    for (const niceness of [4, 15]) {
      const controller = new AbortController();
      const running = codeOf(runProgram('ffmpeg', endless, { signal: controller.signal, niceness }));
      assert.is(getPriority(await childPid(String(process.pid))), niceness);
      controller.abort();
      await running;
    }
  } finally {
    // Only root may go back; others stay where no further test minds.
    if (process.getuid?.() === 0) setPriority(own);
  }
});

test('a missing program has its own error, with niceness and without', async () => {
  const path = process.env['PATH'];
  process.env['PATH'] = '/nowhere';
  try {
    assert.is(await codeOf(runProgram('ffprobe', ['-version'], { signal: never })), 'program-missing');
    assert.is(await codeOf(runProgram('ffprobe', ['-version'], { signal: never, niceness: 5 })), 'program-missing');
  } finally {
    process.env['PATH'] = path;
  }
});

/** The process id of our first ffmpeg, once it runs. */
async function childPid(parent: string): Promise<number> {
  for (;;) {
    const children = await readFile(`/proc/${parent}/task/${parent}/children`, 'utf8');
    const [first] = children.trim().split(' ');
    if (first) return Number(first);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test.run();
