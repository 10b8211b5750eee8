// Writes docs/reference.md from the comments of the built declarations; with --check only says whether it is up to date.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const parts = [
  ["The client", ["client"]],
  ["Resources", ["files", "folders", "spaces", "shares", "trash", "quota", "receipts", "uploads", "resource"].map((name) => `resources/${name}`)],
  ["Data", ["types", "sending", "source", "polling", "transport", "log/proof", "log/notes"]],
  ["Errors", ["errors"]],
];
const index = readFileSync("dist/index.d.ts", "utf8");
const isPublic = (name) => new RegExp(`\\b${name}\\b`).test(index) || index.includes('type * from "./types.js"') && /Out$|^Open$|^Params$|^FolderStats$|^ProvenErasure$|^UploadedFile$|^CreatedShare$|Options$|^ProgressCallback$/.test(name);

let text = "# Reference\n\nMade from the comments of the source by `npm run reference`.\n";
for (const [title, modules] of parts) {
  text += `\n## ${title}\n`;
  for (const module of modules) text += declarations(readFileSync(`dist/${module}.d.ts`, "utf8"));
}

function declarations(source) {
  let out = "";
  // A declaration begins at the start of a line and ends with the first line that is `}` or ends with `;` there.
  const found = /((?:^\/\*\*[\s\S]*?\*\/\n)?)^export (?:declare )?(abstract class|class|interface|type) (\w+)([^\n]*)\n?((?:^[ }|][^\n]*\n?)*)/gm;
  for (const [, comment, kind, name, head, body] of source.matchAll(found)) {
    if (!isPublic(name)) continue;
    out += `\n### ${name}\n\n${prose(comment)}`;
    if (kind === "type") out += `\`\`\`ts\ntype ${name}${head}\n${body}\`\`\`\n`;
    else if (kind === "interface") out += `\`\`\`ts\ninterface ${name}${head}\n${body}\`\`\`\n`;
    else out += members(head, body);
  }
  return out;
}

function members(head, body) {
  const base = /extends (\w+)/.exec(head);
  let out = base === null || base[1] === "Resource" ? "" : `Extends ${base[1]}.\n\n`;
  for (const [, comment, code] of body.matchAll(/((?:^ {4}\/\*\*[\s\S]*?\*\/\n)?)^ {4}(\w[^\n]*(?:\n {8}[^\n]*|\n {4}\}[^\n]*)*)$/gm)) {
    if (/^(private|protected|constructor\(message|constructor\(fileId)/.test(code)) continue;
    out += `\`\`\`ts\n${code.replace(/^ {4}/gm, "")}\n\`\`\`\n\n${prose(comment)}`;
  }
  return out.replace(/\n\n$/, "\n");
}

function prose(comment) {
  const lines = comment.replace(/^\s*\/\*\*|\*\/\s*$/g, "").replace(/^\s*\* ?/gm, "").trim();
  if (lines === "") return "";
  return `${lines.replace(/^@param (\w+)/gm, "- `$1`:").replace(/^@returns/gm, "- Returns").replace(/^@throws (\w+)/gm, "- Throws `$1`").replace(/([^\n-][^\n]*)\n(- )/, "$1\n\n$2")}\n\n`;
}

text = text.replace(/\n{3,}/g, "\n\n").trimEnd() + "\n";
if (process.argv.includes("--check")) {
  let written = "";
  try {
    written = readFileSync("docs/reference.md", "utf8");
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  if (written !== text) {
    console.error("docs/reference.md is out of date: run npm run build && npm run reference.");
    process.exit(1);
  }
} else {
  mkdirSync("docs", { recursive: true });
  writeFileSync("docs/reference.md", text);
}
