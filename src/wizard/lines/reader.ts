/** Says what line mode needs of whoever reads lines from a person. */

/** What was typed; `closed`: ended by Ctrl+D. Null: Ctrl+C. */
export type LineReply = { readonly text: string; readonly closed: boolean } | null;

export interface LineReader {
  /** Takes the terminal; false where there is none. */
  readonly begin: () => boolean;
  readonly say: (text: string) => void;
  /** One short answer, shown while it is typed; what was typed before does not count. */
  readonly ask: (prompt: string) => Promise<LineReply>;
  /**
   * One line of text, shown unless it may hold a secret. `resumes`: what was typed of it before its
   * question was taken back still counts.
   */
  readonly askText: (
    prompt: string,
    mayShow: (text: string) => boolean,
    resumes: boolean,
  ) => Promise<LineReply>;
  /** One line that is not shown; `resumes`: as above. */
  readonly askHidden: (prompt: string, resumes: boolean) => Promise<LineReply>;
  /** Whether a further line came in one go with the last one. */
  readonly hasMore: boolean;
  /** Takes the question back: it will not be answered. True if something was typed already. */
  readonly withdraw: () => boolean;
  /** Says something while a question stands, and asks it again below. */
  readonly interject: (text: string) => void;
  /** Takes no key for so long; null if it was Ctrl+C. */
  readonly rest: (ms: number) => Promise<LineReply>;
}
