import type { Media, MediaKind } from '../world/model.ts';
import { ApiError, badRequest } from './api-error.ts';
import type { BotContext } from './bot-context.ts';
import { parseFileId } from './file-ids.ts';
import type { Params } from './params.ts';

/** Largest upload of a bot: 50 MB, a photo 10 MB. */
const maxBytes = (kind: MediaKind) => (kind === 'photo' ? 10 : 50) * 1024 * 1024;

/**
 * The file of a request: uploaded with it (directly or as `attach://name`, then `uploads` holds it), or the `file_id` of one that is
 * known, of the same kind. Addresses are refused: the stand-in fetches nothing from elsewhere.
 * @throws ApiError 400 when there is none or it is of another kind, 413 when it is too large.
 */
export async function readMedia(
  context: BotContext,
  params: Params,
  kind: MediaKind,
  field: string,
  uploads: Params = params,
): Promise<Media> {
  const reference = params.text(field);
  const upload = params.upload(field) ?? (reference === undefined ? undefined : uploads.attached(reference));
  if (upload === undefined) return knownFile(context, reference, kind, field);
  if (upload.bytes.byteLength === 0) throw badRequest('file must be non-empty');
  if (upload.bytes.byteLength > maxBytes(kind)) throw new ApiError(413, 'Request Entity Too Large');
  const title = params.text('title');
  const performer = params.text('performer');
  const durationSec = params.integer('duration');
  return context.world.addFile(upload.bytes, {
    kind,
    fileName: upload.name,
    ...(upload.mime === '' || upload.mime === 'application/octet-stream' ? {} : { mime: upload.mime }),
    ...(title === undefined ? {} : { title }),
    ...(performer === undefined ? {} : { performer }),
    ...(durationSec === undefined ? {} : { durationSec }),
  });
}

function knownFile({ world }: BotContext, reference: string | undefined, kind: MediaKind, field: string): Media {
  if (reference === undefined) throw badRequest(`there is no ${field.replaceAll('_', ' ')} in the request`);
  const known = parseFileId(reference);
  const media = known === null ? undefined : world.file(known.documentId);
  if (known === null || media === undefined) throw badRequest('wrong file identifier/HTTP URL specified');
  if (known.kind !== kind) throw badRequest(`can't use file of type ${title(known.kind)} as ${title(kind)}`);
  return media;
}

function title(kind: MediaKind): string {
  const words = kind.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return words.join('');
}
