// Stands between two who talk: node relay.mjs FROM TO listens at FROM and carries every connection to TO; both are paths of
// sockets. Stopped (SIGSTOP) it is a network in which everything vanishes without a word; killed, one that refuses.
import net from "node:net";
import { rmSync } from "node:fs";

const [from, to] = process.argv.slice(2);
rmSync(from, { force: true });
net.createServer((near) => {
  const far = net.connect({ path: to });
  for (const [one, other] of [[near, far], [far, near]]) {
    one.on("error", () => other.destroy());
    one.on("close", () => other.destroy());
    one.pipe(other);
  }
}).listen(from);
