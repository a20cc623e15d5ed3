import { readdir, readFile } from 'node:fs/promises';

/** What a process and its descendants have used. */
export interface Usage {
  /** CPU time since their start, user and system, seconds; descendants that ended and were waited for are in it. */
  readonly cpuSeconds: number;
  /** Memory they hold now (resident set), MB of 2²⁰ bytes. */
  readonly rssMb: number;
}

/** Ticks a second in /proc (USER_HZ is 100 on every Linux that Node runs on). */
const ticksPerSecond = 100;
const pageBytes = 4_096;

interface Stat {
  readonly pid: number;
  readonly parent: number;
  readonly ticks: number;
  readonly pages: number;
}

/** Reads the usage of `pid` and all its descendants from /proc/<pid>/stat (proc(5)). @throws Error when the process is not there */
export async function readUsage(pid: number): Promise<Usage> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = (await Promise.all(names.map(readStat))).filter((stat) => stat !== null);
  const family = new Set([pid]);
  // Processes may be listed before their parents.
  for (let known = 0; known !== family.size; ) {
    known = family.size;
    for (const stat of stats) if (family.has(stat.parent)) family.add(stat.pid);
  }
  const members = stats.filter((stat) => family.has(stat.pid));
  if (!members.some((stat) => stat.pid === pid)) throw new Error(`there is no process ${pid}`);
  const sum = (of: (stat: Stat) => number) => members.reduce((total, stat) => total + of(stat), 0);
  return {
    cpuSeconds: sum(({ ticks }) => ticks) / ticksPerSecond,
    rssMb: (sum(({ pages }) => pages) * pageBytes) / 2 ** 20,
  };
}

async function readStat(pid: string): Promise<Stat | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  // Gone since the folder was listed.
  if (text === null) return null;
  // The name before may hold spaces and brackets.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const field = (number: number) => fields[number - 3] ?? 0;
  return { pid: Number(pid), parent: field(4), ticks: field(14) + field(15) + field(16) + field(17), pages: field(24) };
}
