// Speaks raw bytes to a server: node talk.mjs PORT (or the path of a socket) reads a JSON list of exchanges from standard
// input, holds them all at the same time and prints what came back as a JSON list. An exchange: { send: [base64 | { wait: ms }],
// hang_up_after: ms, hang_up_when: the path of a file that somebody is to make, within: ms }.
// Bytes travel as base64, because JSON has only text. An answer: { bytes, closed, ms }.
import { existsSync } from "node:fs";
import net from "node:net";

const where = process.argv[2].startsWith("/") ? { path: process.argv[2] } : { port: process.argv[2], host: "127.0.0.1" };
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const exchanges = JSON.parse(Buffer.concat(chunks).toString());
// Unreferenced, so that a wait that nobody needs any more does not keep the program alive.
const pause = (ms) => new Promise((done) => setTimeout(done, ms).unref());

const awaited = new Map();
function made(path) {
  if (!awaited.has(path)) awaited.set(path, (async () => { while (!existsSync(path)) await pause(20); })());
  return awaited.get(path);
}

async function hold({ send, within = 3000, hang_up_after, hang_up_when }) {
  const socket = net.connect(where);
  const started = performance.now();
  const received = [];
  let closed = false;
  const ended = new Promise((done) => {
    socket.on("data", (data) => received.push(data));
    socket.on("error", () => { closed = true; done(); });
    socket.on("close", () => { closed = true; done(); });
  });
  await new Promise((done) => { socket.on("connect", done); socket.on("error", done); });
  for (const piece of send) {
    if (typeof piece === "string") { if (!closed) socket.write(Buffer.from(piece, "base64")); }
    else await new Promise((done) => setTimeout(done, piece.wait));
  }
  if (hang_up_after !== undefined) {
    await pause(hang_up_after);
    socket.destroy();
  }
  if (hang_up_when !== undefined) {
    await Promise.race([made(hang_up_when), pause(within)]);
    socket.destroy();
  }
  await Promise.race([ended, pause(within)]);
  const ms = Math.round(performance.now() - started);
  socket.destroy();
  return { bytes: Buffer.concat(received).toString("base64"), closed, ms };
}

process.stdout.write(JSON.stringify(await Promise.all(exchanges.map(hold))));
