import { PassThrough } from 'node:stream';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../errors.ts';
import { openTerminal, type Terminal } from './terminal.ts';

interface Context {
  input: PassThrough;
  shown: () => string;
  terminal: Terminal;
  interrupts: number;
}

const test = suite<Context>('login/terminal');

/** A conversation over streams; `isTTY`: as in a terminal, where what is typed is echoed. */
function open(context: Context, isTTY: boolean): void {
  const output = new PassThrough();
  let text = '';
  output.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  context.input = new PassThrough();
  context.shown = () => text;
  context.interrupts = 0;
  context.terminal = openTerminal(
    Object.assign(context.input, { isTTY, setRawMode: () => undefined }) as unknown as NodeJS.ReadStream,
    output as unknown as NodeJS.WriteStream,
    () => {
      context.interrupts += 1;
    },
  );
}

test.after.each(({ terminal }) => terminal.close());

test('lines that come before they are asked for are kept', async (context) => {
  open(context, false);
  context.input.end('one\ntwo\n');
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.is(await context.terminal.ask('First? '), 'one');
  assert.is(await context.terminal.ask('Second? '), 'two');
  const error = await context.terminal.ask('Third? ').catch((reason: unknown) => reason);
  assert.is((error as AppError).code, 'aborted');
  assert.is(context.shown(), 'First? Second? Third? ');
});

test('what is typed is seen, a password is not', async (context) => {
  open(context, true);
  const phone = context.terminal.phoneNumber();
  context.input.write('+15550001\r');
  assert.is(await phone, '+15550001');
  const password = context.terminal.password('a horse');
  context.input.write('correct horse\r');
  assert.is(await password, 'correct horse');
  assert.match(context.shown(), /\+15550001/);
  assert.match(context.shown(), /hint: a horse/);
  assert.not.match(context.shown(), /correct/);
});

test('Ctrl-C is told', async (context) => {
  open(context, true);
  const answer = context.terminal.code('by SMS').catch((reason: unknown) => reason);
  context.input.write('\u0003');
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.is(context.interrupts, 1);
  context.terminal.close();
  assert.instance(await answer, AppError);
});

test('a QR code is drawn, with what to do with it', async (context) => {
  open(context, false);
  await context.terminal.showQr('tg://login?token=AAAA');
  assert.match(context.shown(), /Link Desktop Device/);
  assert.ok(context.shown().split('\n').length > 12, 'a picture has lines');
});

test.run();
