import { Counter, Histogram } from 'prom-client';
import type { Metrics } from './registry.ts';

/** What became of a command: `refused`: not done, and said why (not here, too old); `failed`: something broke. */
export type CommandResult = 'done' | 'refused' | 'failed';

/** Told of each command that was answered, after `tookMs` milliseconds. `command`: null when there is no such command. */
export type ObserveCommand = (command: string | null, result: CommandResult, tookMs: number) => void;

/** Defines `efir_commands_total` and `efir_command_duration_seconds`. */
export function registerCommandMetrics({ registers }: Metrics): ObserveCommand {
  const commands = new Counter({
    name: 'efir_commands_total',
    help: 'Commands in chats by name (or unknown) and result: done, refused (not here, too old), failed.',
    labelNames: ['command', 'result'],
    registers,
  });
  const durations = new Histogram({
    name: 'efir_command_duration_seconds',
    help: 'From a command in a chat to its answer.',
    labelNames: ['command'],
    buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  return (name, result, tookMs) => {
    const command = name ?? 'unknown';
    commands.inc({ command, result });
    durations.observe({ command }, tookMs / 1_000);
  };
}
