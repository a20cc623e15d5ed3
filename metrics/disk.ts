import { statfs } from 'node:fs/promises';
import { Gauge } from 'prom-client';
import type { Metrics } from './registry.ts';

/** Defines `efir_disk_free_bytes`: of the file system that holds `folder`. */
export function registerDiskMetrics({ registers }: Metrics, folder: string): void {
  new Gauge({
    name: 'efir_disk_free_bytes',
    help: 'Free space where DATA_DIR lies; 0 when it cannot be read.',
    registers,
    async collect() {
      this.set(await freeBytes(folder));
    },
  });
}

async function freeBytes(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    // A folder that is gone has no room: the alert is the same.
    return 0;
  }
}
