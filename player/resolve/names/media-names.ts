const mediaName =
  /\.(aac|ac3|aif|aiff|amr|ape|avi|caf|flac|m4a|m4b|mka|mkv|mov|mp2|mp3|mp4|mpc|oga|ogg|opus|tak|tta|wav|webm|wma|wv)$/i;

/** Whether a file's name ends like that of an audio or video file. */
export function isMediaName(name: string): boolean {
  return mediaName.test(name);
}

/** Whether a MIME type is one of audio or video. */
export function isMediaMime(mime: string | null): boolean {
  return mime !== null && /^((audio|video)\/|application\/(ogg|x-flac|mp4))/.test(mime);
}
