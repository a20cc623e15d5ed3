/**
 * Runs a quiet command and shows that it goes on: a moving bar in a terminal once it takes more than 2 s, one line elsewhere.
 * Its output is shown only when it fails.
 */
import { spawn } from 'node:child_process';
import process from 'node:process';

const width = 24;

/**
 * @param {string} label what is being done, for people
 * @param {string} file
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @param {string} [cwd] the folder to run it in
 * @returns {Promise<void>} rejects with the command's output when it fails
 */
export function runWithProgress(label, file, args, env = process.env, cwd = process.cwd()) {
  const startedAt = Date.now();
  const isTerminal = process.stdout.isTTY === true;
  console.log(`• ${label}…`);
  const timer = isTerminal ? setInterval(() => drawBar(Date.now() - startedAt), 120) : undefined;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], env, cwd });
    let output = '';
    const keep = (chunk) => {
      output = `${output}${chunk}`.slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const finish = (failure) => {
      clearInterval(timer);
      if (isTerminal) process.stdout.write('\r\u001b[K');
      if (failure === null) resolve();
      else reject(new Error(`${label} failed (${failure}):\n${output}`));
    };
    child.on('error', (error) => finish(error.message));
    child.on('close', (code) => finish(code === 0 ? null : `exit code ${code}`));
  });
}

function drawBar(elapsedMs) {
  if (elapsedMs < 2_000) return;
  const at = Math.floor(elapsedMs / 120) % width;
  const bar = Array.from({ length: width }, (_, i) => ((i - at + width) % width < 6 ? '▰' : '▱')).join('');
  process.stdout.write(`\r  ${bar} ${Math.round(elapsedMs / 1000)} s`);
}
