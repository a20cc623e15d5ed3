/** The version of the row that a form was drawn from; without one, whatever it is now. */
export function readVersion(form: URLSearchParams): { readonly expectedVersion?: number } {
  const version = form.get('version') ?? '';
  return /^\d{1,15}$/.test(version) ? { expectedVersion: Number(version) } : {};
}
