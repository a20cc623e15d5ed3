import type { Logger } from '../log.ts';
import { noStream } from '../storage/events.ts';
import type { StreamId } from '../storage/model.ts';
import type { AuditRecord, AuditRecords, Records } from '../storage/sql/records.ts';
import type { EventLog } from '../storage/store.ts';

/** What announces, and where. */
export interface AnnounceAuditOptions {
  readonly records: Records;
  readonly events: Pick<EventLog, 'publish'>;
  readonly log: Logger;
}

/**
 * The same records, which tell the event log of every entry of the audit once it is committed, whoever writes it. The entry is the truth: an event
 * that cannot be published is only missing from the live views (docs/adr/0009).
 */
export function announceAudit({ records, events, log }: AnnounceAuditOptions): Records {
  const announce = (entry: AuditRecord) => {
    const { auditId, adminId, adminName, action, target, origin } = entry;
    const data = { auditId, adminId, adminName, action, target, origin };
    events.publish(streamOf(target), { type: 'audit', data }).catch((error: unknown) => {
      log.warn({ err: error, auditId }, 'an entry of the audit could not be announced');
    });
  };
  return {
    ...records,
    audit: announcing(records.audit, announce),
    async transaction(work) {
      const written: AuditRecord[] = [];
      const note = (entry: AuditRecord) => void written.push(entry);
      const result = await records.transaction((tables) => work({ ...tables, audit: announcing(tables.audit, note) }));
      written.forEach(announce);
      return result;
    },
  };
}

function announcing(audit: AuditRecords, tell: (entry: AuditRecord) => void): AuditRecords {
  return {
    ...audit,
    async append(entry, at) {
      const record = await audit.append(entry, at);
      // An operation that was written down before gives its first entry, which was told then.
      if (record.at === at) tell(record);
      return record;
    },
  };
}

/** `stream:-1001` → −1001. */
function streamOf(target: string): StreamId {
  const id = target.startsWith('stream:') ? Number(target.slice('stream:'.length)) : noStream;
  return Number.isSafeInteger(id) ? id : noStream;
}
