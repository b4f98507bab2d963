// Asks rust-analyzer, as an editor does, where a name in a file is defined, and prints the file that it answers with.
//
//     node definition.mjs WORKSPACE FILE NAME        the first place where NAME stands in FILE, which lies in WORKSPACE
//
// The answer comes only when all is loaded, so it is asked again until there is one.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const [workspace, file, name] = process.argv.slice(2);
const root = pathToFileURL(resolve(workspace)).href;
const uri = pathToFileURL(resolve(workspace, file)).href;
const text = readFileSync(resolve(workspace, file), "utf8");
const lines = text.split("\n");
const line = lines.findIndex((it) => it.includes(name));
if (line < 0) {
  console.error(`${file} has no ${name}`);
  process.exit(2);
}
const position = { line, character: lines[line].indexOf(name) + 1 };

const server = spawn("rust-analyzer", [], { cwd: workspace, stdio: ["pipe", "pipe", "ignore"] });
const waiting = new Map();
let number = 0;

const send = (message) => {
  const body = JSON.stringify({ jsonrpc: "2.0", ...message });
  server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
};
const ask = (method, params) => {
  number += 1;
  send({ id: number, method, params });
  return new Promise((answered) => waiting.set(number, answered));
};

// A message may come in pieces, and several at once.
let bytes = Buffer.alloc(0);
server.stdout.on("data", (piece) => {
  bytes = Buffer.concat([bytes, piece]);
  for (;;) {
    const end = bytes.indexOf("\r\n\r\n");
    if (end < 0) return;
    const length = Number(/Content-Length: (\d+)/.exec(bytes.subarray(0, end).toString())[1]);
    const start = end + 4;
    if (bytes.length < start + length) return;
    const message = JSON.parse(bytes.subarray(start, start + length).toString());
    bytes = bytes.subarray(start + length);
    if (message.method !== undefined && message.id !== undefined) send({ id: message.id, result: null });
    else if (message.method === undefined) waiting.get(message.id)?.(message);
  }
});

await ask("initialize", {
  processId: process.pid,
  rootUri: root,
  workspaceFolders: [{ uri: root, name: "workspace" }],
  capabilities: {},
  // Only the place of a name is asked for.
  initializationOptions: { checkOnSave: false, cachePriming: { enable: false } },
});
send({ method: "initialized", params: {} });
send({ method: "textDocument/didOpen", params: { textDocument: { uri, languageId: "rust", version: 1, text } } });
for (;;) {
  const { result } = await ask("textDocument/definition", { textDocument: { uri }, position });
  if (result?.length > 0) {
    console.log(fileURLToPath(result[0].uri ?? result[0].targetUri));
    break;
  }
  await new Promise((later) => setTimeout(later, 500));
}
server.kill();
