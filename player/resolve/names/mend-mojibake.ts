const windows1251 = new TextDecoder('windows-1251');

/**
 * Mends Cyrillic tags that old programs wrote in Windows-1251 where Latin-1 is declared (“Êèíî” → “Кино”). Text with other
 * characters, or where accented letters are few as in French or German, stays as it is.
 */
export function mendMojibake(text: string): string {
  const letters = [...text].filter((letter) => /\p{L}/u.test(letter));
  const accented = letters.filter((letter) => letter >= 'À' && letter <= 'ÿ');
  const isLatin1 = [...text].every((letter) => (letter.codePointAt(0) ?? 0) < 0x1_00);
  if (!isLatin1 || accented.length < 2 || accented.length < letters.length * 0.6) return text;
  return windows1251.decode(Buffer.from(text, 'latin1'));
}
