import { Counter, Histogram } from 'prom-client';
import type { Metrics } from './registry.ts';

const results = ['done', 'refused', 'failed'] as const;

/** What became of a command: `refused`: not done, and said why (not here, too old); `failed`: something broke. */
export type CommandResult = (typeof results)[number];

/** Told of each command that was answered, after `tookMs` milliseconds. `command`: null when there is no such command. */
export type ObserveCommand = (command: string | null, result: CommandResult, tookMs: number) => void;

/** What is no command of ours shares this name. */
const unknown = 'unknown';

/**
 * Defines `efir_commands_total` and `efir_command_duration_seconds`. The series of all commands (`names`) begin at 0: Prometheus takes a
 * series' first value for no increase, and the first use of a command would not count.
 */
export function registerCommandMetrics({ registers }: Metrics, names: Iterable<string>): ObserveCommand {
  const commands = new Counter({
    name: 'efir_commands_total',
    help: 'Commands in chats by name (or unknown) and result: done, refused (not here, too old), failed.',
    labelNames: ['command', 'result'],
    registers,
  });
  const durations = new Histogram({
    name: 'efir_command_duration_seconds',
    help: 'From a command in a chat to its answer.',
    buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  for (const command of [...names, unknown]) {
    for (const result of results) commands.inc({ command, result }, 0);
  }
  return (name, result, tookMs) => {
    commands.inc({ command: name ?? unknown, result });
    durations.observe(tookMs / 1_000);
  };
}
