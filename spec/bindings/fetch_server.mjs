// What fetch_spec.lua talks to: well-behaved and ill-behaved answers on loopback. Prints its ports as one JSON line.
// With two arguments (key and certificate files) it listens for TLS as well.
import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import net from "node:net";
import { gzipSync } from "node:zlib";

let connections = 0;
let requests = 0;

const answers = {
  "/echo": (request, response, body) =>
    response.end(JSON.stringify({
      method: request.method, headers: request.headers, body: body.toString("latin1"), connection: request.socket.number,
    })),
  "/404": (_, response) => response.writeHead(404).end("없어요"),
  "/redirect": (_, response) => response.writeHead(302, { Location: "/echo" }).end(),
  "/empty": (_, response) => response.writeHead(204).end(),
  "/cookies": (_, response) => {
    response.setHeader("Set-Cookie", ["a=1; Expires=Sun, 20 Sep 2026 05:00:00 GMT", "b=2"]);
    response.setHeader("X-Twice", ["one", "two"]);
    response.end();
  },
  "/interim": (_, response) => {
    response.writeEarlyHints({ link: "</a.css>; rel=preload" });
    response.end("after the hint");
  },
  "/silent": () => {},
  "/drip": (_, response) => {
    const timer = setInterval(() => response.write("."), 20);
    response.on("close", () => clearInterval(timer));
  },
  "/cut": (_, response) => {
    response.writeHead(200, { "Content-Length": "1000" });
    response.write("half", () => response.socket.destroy());
  },
  "/hangup": (request) => request.socket.destroy(),
  "/count": (_, response) => response.end(String(requests)),
  "/gzip": (_, response) => response.writeHead(200, { "Content-Encoding": "gzip" }).end(gzipSync("납작하게")),
  "/bomb": (_, response) => response.writeHead(200, { "Content-Encoding": "gzip" }).end(gzipSync(Buffer.alloc(50_000_000))),
  "/headers": (_, response) => {
    response.socket.write("HTTP/1.1 200 OK\r\n");
    for (let i = 0; i < 6000; i++) response.socket.write(`X-Padding-${i}: ${"x".repeat(90)}\r\n`);
    response.socket.end("\r\n");
  },
  "/garbage": (_, response) => response.socket.end("\0\x01\x02 this is no HTTP\r\n\r\n"),
};

function handle(request, response) {
  const url = new URL(request.url, "http://localhost");
  requests += url.pathname === "/count" ? 0 : 1;
  if (!request.headers["x-keep"]) response.setHeader("Connection", "close");
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    if (url.pathname === "/bytes") {
      const body = Buffer.alloc(Number(url.searchParams.get("n")), "x");
      if (url.searchParams.has("chunked")) response.write(body.subarray(0, 1));
      return response.end(url.searchParams.has("chunked") ? body.subarray(1) : body);
    }
    return answers[url.pathname](request, response, Buffer.concat(parts));
  });
}

function number(socket) {
  socket.number = ++connections;
}

function listen(server) {
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done(server.address().port)));
}

const plain = http.createServer(handle).on("connection", number);
plain.keepAliveTimeout = 500;
// Closes a kept connection after its first answer without having said so, when the next request arrives on it.
const stale = net.createServer((socket) => {
  let first = true;
  socket.setTimeout(500, () => socket.destroy());
  socket.on("error", () => {});
  socket.on("data", () => {
    requests += 1;
    if (!first) return socket.destroy();
    first = false;
    return socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  });
});
const ports = { http: await listen(plain), stale: await listen(stale) };
const [key, cert] = process.argv.slice(2);
if (cert) ports.https = await listen(https.createServer({ key: readFileSync(key), cert: readFileSync(cert) }, handle));
console.log(JSON.stringify(ports));
