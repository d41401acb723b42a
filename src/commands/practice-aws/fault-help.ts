/** Lists the faults of the practice AWS for the help; loaded before the arguments are read. */
import { FAULTS } from "../../practice/faults.js";

/** Columns of a line, behind the two by which help indents it. */
const COLUMNS = 78;

/** The faults as `practice-aws --help` lists them: what each does beside its name, in 80 columns. */
export function faultHelp(): readonly string[] {
  const names = FAULTS.map(({ name, valueSyntax }) =>
    valueSyntax === null ? name : `${name}=${valueSyntax}`,
  );
  const width = Math.max(...names.map((name) => name.length)) + 2;
  return FAULTS.flatMap(({ help }, index) =>
    broken(help, COLUMNS - width).map(
      (row, at) => `${(at === 0 ? (names[index] ?? "") : "").padEnd(width)}${row}`,
    ),
  );
}

/** The words of a text in rows of so many columns at most. */
function broken(text: string, columns: number): readonly string[] {
  const rows: string[] = [];
  for (const word of text.split(" ")) {
    const row = rows.at(-1);
    if (row === undefined || row.length + 1 + word.length > columns) rows.push(word);
    else rows[rows.length - 1] = `${row} ${word}`;
  }
  return rows;
}
