/** One part of a multipart form; `fileName` is absent in plain fields. */
export interface FormPart {
  readonly name: string;
  readonly fileName?: string;
  readonly mime: string;
  readonly bytes: Uint8Array;
}

/**
 * Takes a multipart/form-data body apart (RFC 7578). Our own, because clients of Telegram, grammY among them, leave file names with
 * spaces unquoted, which strict parsers cut short and Telegram accepts.
 * @throws SyntaxError when there is no boundary, or the form does not end.
 */
export function parseMultipart(body: Buffer, contentType: string): FormPart[] {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  if (boundary === null) throw new SyntaxError('The form has no boundary.');
  const delimiter = Buffer.from(`--${boundary[1] ?? boundary[2]}`);
  const parts: FormPart[] = [];
  let start = body.indexOf(delimiter);
  while (start >= 0) {
    const from = start + delimiter.byteLength;
    if (body.subarray(from, from + 2).toString() === '--') return parts;
    const next = body.indexOf(delimiter, from);
    if (next < 0) break;
    // Between delimiters stands CRLF, the part, CRLF.
    parts.push(parsePart(body.subarray(from + 2, next - 2)));
    start = next;
  }
  throw new SyntaxError('The form does not end.');
}

function parsePart(part: Buffer): FormPart {
  const end = part.indexOf('\r\n\r\n');
  const head = part.subarray(0, Math.max(0, end)).toString();
  const header = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, 'im').exec(head)?.[1]?.trim() ?? '';
  const disposition = header('content-disposition');
  const fileName = parameter(disposition, 'filename');
  return {
    name: parameter(disposition, 'name') ?? '',
    ...(fileName === undefined ? {} : { fileName }),
    mime: header('content-type'),
    bytes: part.subarray(end + 4),
  };
}

/** Quoted, or everything up to the next semicolon. */
function parameter(header: string, name: string): string | undefined {
  const match = new RegExp(`(?:^|;)\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;]*))`, 'i').exec(header);
  return (match?.[1]?.replace(/\\(.)/g, '$1') ?? match?.[2])?.trim();
}
