/** Names a line of a masked diff, as it is planned and as it is drawn. */

export interface DiffLine {
  readonly sign: "+" | "-" | " ";
  /** As it may be shown: without controls; secrets as `(hidden)`, ids shortened. */
  readonly text: string;
  /** Its number, from 1: in the old file where it goes, in the new one where it comes. */
  readonly line?: number;
}
