import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import qrcode from 'qrcode';
import { AppError } from '../../errors.ts';
import type { Prompts } from './prompts.ts';

/** A conversation in the terminal (or over pipes). */
export interface Terminal extends Prompts {
  /** Asks one line; `isSecret`: what is typed is not shown. @throws AppError `aborted` when the input ends. */
  ask(question: string, isSecret?: boolean): Promise<string>;
  close(): void;
}

/** Opens the conversation on these streams; whoever opens it closes it. `onInterrupt`: Ctrl-C was pressed. */
export function openTerminal(input: NodeJS.ReadStream, output: NodeJS.WriteStream, onInterrupt: () => void): Terminal {
  let isHidden = false;
  // Readline echoes what is typed; while a secret is entered the echo goes nowhere.
  const echo = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (!isHidden) output.write(chunk);
      done();
    },
  });
  const isTerminal = input.isTTY === true;
  const lines = createInterface({ input, output: echo, terminal: isTerminal });
  // In a terminal readline takes Ctrl-C for itself; over a pipe the process gets the signal.
  lines.on('SIGINT', onInterrupt);
  // The iterator keeps lines that come before they are asked for, as they do over a pipe.
  const answers = lines[Symbol.asyncIterator]();

  async function ask(question: string, isSecret = false): Promise<string> {
    if (isTerminal) {
      // Readline must know the question, or it wipes it out when the line is edited.
      lines.setPrompt(question);
      lines.prompt();
    } else {
      output.write(question);
    }
    isHidden = isSecret;
    const { value, done } = await answers.next();
    if (isSecret && isTerminal) output.write('\n');
    isHidden = false;
    if (done) throw new AppError('aborted', 'The input ended before the sign-in was done.');
    return value;
  }

  return {
    ask,
    phoneNumber: () => ask('Phone number with country code (or just Enter for a QR code): '),
    code: (where) => ask(`The code that came ${where}: `),
    password: (hint) => ask(hint ? `Two-step password (hint: ${hint}): ` : 'Two-step password: ', true),
    showQr: async (url) => {
      const picture = await qrcode.toString(url, { type: 'terminal', small: true });
      output.write(`\nScan this in Telegram: Settings › Devices › Link Desktop Device.\n\n${picture}\n`);
    },
    tell: (text) => void output.write(`${text}\n`),
    close: () => lines.close(),
  };
}
