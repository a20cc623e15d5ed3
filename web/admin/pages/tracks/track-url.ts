/** The page of a track. */
export function trackUrl(trackId: string): string {
  return `/admin/tracks/${encodeURIComponent(trackId)}`;
}
