/** Draws rows that were laid out before: one terminal row each, cut rather than wrapped. */
import type { ReactElement } from "react";
import { Box, Text } from "ink";
import { hyperlink } from "../links.js";
import { useTerminal } from "../Terminal.js";
import type { Row, Span } from "./line.js";
import { paintOf } from "./theme.js";

export function Rows({ rows }: { readonly rows: readonly Row[] }): ReactElement {
  return (
    <Box flexDirection="column">
      {rows.map((row, index) => (
        <Text key={index} wrap="truncate">
          {row.every((span) => span.text === "")
            ? " "
            : row.map((span, at) => <Piece key={at} span={span} />)}
        </Text>
      ))}
    </Box>
  );
}

function Piece({ span }: { readonly span: Span }): ReactElement {
  const { look } = useTerminal();
  const text =
    span.url !== undefined && look.hyperlinks ? hyperlink(span.text, span.url) : span.text;
  return (
    <Text
      {...paintOf(span.tone ?? "plain", look)}
      {...(span.inverse === true ? { inverse: look.colour } : {})}
    >
      {text}
    </Text>
  );
}
