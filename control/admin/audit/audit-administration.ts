import type { AuditRecord } from '../../../storage/sql/records.ts';
import { may } from '../../policy.ts';
import { type AdminDependencies, forbidden } from '../admin-dependencies.ts';
import type { AuditAdministration, AuditView } from '../audit.ts';
import { kindOf } from './reversible.ts';
import { revert } from './revert.ts';

/** How many entries of an export are looked at together. */
const chunkSize = 200;

/** Binds the use cases of the audit. */
export function createAuditAdministration(dependencies: AdminDependencies): AuditAdministration {
  const { audit } = dependencies.records;

  async function toViews(entries: readonly AuditRecord[]): Promise<readonly AuditView[]> {
    const reverts = await audit.revertsOf(entries.map(({ auditId }) => auditId));
    return entries.map((entry) => {
      const revertedBy = reverts.get(entry.auditId) ?? null;
      return { ...entry, revertedBy, isReversible: revertedBy === null && kindOf(entry) !== null };
    });
  }

  async function* viewEach(entries: AsyncIterable<AuditRecord>): AsyncGenerator<AuditView, void, undefined> {
    let chunk: AuditRecord[] = [];
    for await (const entry of entries) {
      chunk.push(entry);
      if (chunk.length < chunkSize) continue;
      yield* await toViews(chunk);
      chunk = [];
    }
    yield* await toViews(chunk);
  }

  async function findView(auditId: number): Promise<AuditView | null> {
    const entry = await audit.find(auditId);
    const [view] = entry === null ? [] : await toViews([entry]);
    return view ?? null;
  }

  return {
    async list({ actor }, query) {
      if (!may(actor, 'read-admin')) return forbidden('read-admin');
      const page = await audit.list(query);
      return { ...page, rows: await toViews(page.rows) };
    },
    each({ actor }, query) {
      if (!may(actor, 'read-admin')) return forbidden('read-admin');
      return viewEach(audit.each(query));
    },
    async find({ actor }, auditId) {
      if (!may(actor, 'read-admin')) return forbidden('read-admin');
      const value = await findView(auditId);
      return value === null ? { type: 'not-found' } : { type: 'done', value };
    },
    async revert(request, auditId) {
      if (!may(request.actor, 'read-admin')) return forbidden('read-admin');
      const entry = await audit.find(auditId);
      if (entry === null) return { type: 'not-found' };
      const result = await revert(dependencies, request, entry);
      if (result.type !== 'done') return result;
      const value = await findView(auditId);
      return value === null ? { type: 'not-found' } : { type: 'done', value };
    },
  };
}
