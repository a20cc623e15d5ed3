/**
 * Containers that files from strangers are read as. Playlists (hls, concat, dash, sdp …) are not among them: they would make
 * ffmpeg open further files and addresses.
 */
const containers = [
  'aac,ac3,eac3,aiff,amr,amrnb,amrwb,ape,asf,au,avi,caf,dsf,dts,flac,flv,live_flv,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2',
  'mp3,mpc,mpc8,mpeg,mpegts,mpegvideo,ogg,oma,opus,rm,tak,tta,voc,w64,wav,wv,xwma',
].join(',');

/** ffmpeg's input options for a file from a stranger: local only, no playlists, first audio stream to be mapped by the caller. */
export function mediaInput(path: string, before: readonly string[] = []): string[] {
  return ['-protocol_whitelist', 'file', '-format_whitelist', containers, ...before, '-i', `file:${path}`];
}

/** As {@link mediaInput}, for bytes that come by the standard input. */
export function pipedInput(before: readonly string[] = []): string[] {
  return ['-protocol_whitelist', 'pipe', '-format_whitelist', containers, ...before, '-i', 'pipe:0'];
}
