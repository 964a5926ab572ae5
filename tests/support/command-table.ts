import {
  type Command,
  describeCall,
  describeOption,
  shown,
} from "../../kernel/command.ts";

/** The table of commands and their options, in Markdown. */
export function makeCommandTable(commands: Command[]): string {
  return [
    "| Command | Option | Meaning |",
    "| --- | --- | --- |",
    ...commands.flatMap(rowsOf),
  ].join("\n");
}

function rowsOf(command: Command): string[] {
  const call = `\`${inOneLine(describeCall({ ...command, options: {} }))}\``;
  const options = shown(command.options).map(([name, option]) => [
    `\`${describeOption(name, option)}\``,
    inOneLine(option.help!) + (option.required ? " (required)" : ""),
  ]);
  const rows = options.length > 0 ? options : [["", "no options of its own"]];
  return rows.map(
    (row, at) => `| ${[at === 0 ? call : "", ...row].join(" | ")} |`,
  );
}

function inOneLine(text: string): string {
  return text.replaceAll("\n", " ").replaceAll("|", "\\|");
}
