/** What the sign-in asks and tells the person. The terminal is one of these, a test another. */
export interface Prompts {
  /** With country code; empty means: by QR code instead. */
  phoneNumber(): Promise<string>;
  /** The code that Telegram has sent; `where` says where it is to be looked for. */
  code(where: string): Promise<string>;
  /** The two-step password; `hint` is the one that the account's owner left, if any. */
  password(hint: string | undefined): Promise<string>;
  /** Shows `url` as a QR code; called again with a new one when the last has expired. */
  showQr(url: string): Promise<void>;
  /** One sentence, e.g. what was wrong with the last answer. */
  tell(text: string): void;
}
