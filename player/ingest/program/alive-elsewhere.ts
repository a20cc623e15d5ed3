/**
 * Whether a process id belongs to a living process other than this one: what it is writing is left alone. Our own id in the
 * name of a file means an earlier life (in a container every start has the same id).
 */
export function isAliveElsewhere(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: alive, and somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
