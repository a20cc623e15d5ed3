import type { AdminRequest } from '../../../../control/admin/results.ts';
import type { StreamView } from '../../../../control/admin/streams.ts';
import type { StreamId } from '../../../../storage/model.ts';
import { forbidden, notFound } from '../../answers.ts';
import type { PanelDependencies } from '../../panel-dependencies.ts';
import type { Call, Handler } from '../../panel-route.ts';
import { adminRequest } from '../../request/operation.ts';
import { readId } from '../../request/read-id.ts';

/** A request about a stream, as the use cases take it. */
export type StreamRequest = AdminRequest & { readonly streamId: StreamId };

/** A handler for the stream of the address; when there is none it is 404. */
export function withStream(
  handle: (
    dependencies: PanelDependencies,
    call: Call,
    stream: StreamView,
    request: StreamRequest,
  ) => Promise<Response>,
): Handler {
  return async (dependencies, call) => {
    const id = readId(call.context.req.param('id'));
    const found = id === null ? null : await dependencies.control.admin.streams.find({ actor: call.actor }, id);
    if (found === null || found.type === 'not-found') return await notFound(call);
    if (found.type === 'forbidden') return await forbidden(call, found);
    return await handle(dependencies, call, found.value, { ...adminRequest(call), streamId: found.value.id });
  };
}
