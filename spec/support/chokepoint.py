"""Stands between a process and its PostgreSQL, understands what they say, and strikes at a chosen statement.

    python3 chokepoint.py FROM TO FOLDER       FROM and TO are paths of sockets

Every statement goes into FOLDER/seen, a JSON line each: {"pid", "link", "sql"}; pid is who sent it. FOLDER/aim, while it is there,
says where to strike:

    {"sql": REGEX, "past": REGEX, "nth": 1, "when": "before" | "after", "act": "kill" | "cut" | "freeze"}

The nth statement, from the moment the aim was taken, whose text the expression finds; with "past" only where it finds that of
the statement before it on the same connection. "before": the database never sees it;
"after": the database has answered it and nobody hears the answer. "kill": the sender is ended with -9; "cut": the connection
breaks; "freeze": nothing goes through any more. Then FOLDER/aim is renamed to FOLDER/struck: it strikes once."""

import asyncio
import json
import os
import re
import signal
import socket
import struct
import sys

FROM, TO, FOLDER = sys.argv[1:4]
AIM, STRUCK, SEEN = (os.path.join(FOLDER, name) for name in ("aim", "struck", "seen"))
LENGTH_ONLY = (80877103, 80877104)  # requests for encryption come without a type, as the start does

seen = open(SEEN, "a", encoding="utf-8", buffering=1)
aim = {"id": None}


def aimed_at(sql, past):
    """Whether this statement is the one; reads the aim anew whenever it is another."""
    try:
        found = os.stat(AIM)
    except FileNotFoundError:
        return None
    identity = (found.st_ino, found.st_mtime_ns)
    if aim["id"] != identity:
        with open(AIM, encoding="utf-8") as file:
            aim.clear()
            aim.update(json.load(file), id=identity, count=0)
        aim["find"] = re.compile(aim["sql"], re.S).search
        aim["find_past"] = re.compile(aim.get("past") or "", re.S).search
    if not aim["find"](sql) or not aim["find_past"](past):
        return None
    aim["count"] += 1
    return aim if aim["count"] == aim.get("nth", 1) else None


class Link:
    """One connection: what the client says is taken apart into messages, what the server says is counted by its answers."""

    def __init__(self, number, reader, writer):
        self.number, self.near_reader, self.near = number, reader, writer
        credentials = writer.get_extra_info("socket").getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
        self.pid = struct.unpack("3i", credentials)[0]
        self.past = ""
        self.statements, self.asked, self.answered, self.strike_at = {}, 0, 0, None
        self.frozen = asyncio.Event()

    def strike(self, how):
        os.rename(AIM, STRUCK)
        if how["act"] == "kill":
            try:
                os.kill(self.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        if how["act"] == "freeze":
            self.frozen.set()
            return
        for writer in (self.near, self.far):
            writer.transport.abort()

    def statement(self, sql):
        """Notes it; True: it must not go on."""
        seen.write(json.dumps({"pid": self.pid, "link": self.number, "sql": " ".join(sql.split())[:200]}, ensure_ascii=False) + "\n")
        how, self.past = aimed_at(sql, self.past), sql
        if how and how["when"] == "before":
            self.strike(how)
            return True
        if how:
            self.strike_at = (self.asked + 1, dict(how))
        return False

    def hears(self, kind, body):
        """A message of the client; True: it must not go on."""
        if kind == b"Q":
            stop = self.statement(body[:-1].decode("utf-8", "replace"))
            self.asked += 0 if stop else 1
            return stop
        if kind == b"P":
            name, sql = body.split(b"\0", 2)[:2]
            self.statements[name] = sql.decode("utf-8", "replace")
        elif kind == b"B":
            name = body.split(b"\0", 2)[1]
            return self.statement(self.statements.get(name, ""))
        elif kind == b"S":
            self.asked += 1
        return False

    async def up(self):
        started = False
        while True:
            head = await self.near_reader.readexactly(4 if not started else 5)
            size = struct.unpack("!i", head[-4:])[0]
            body = await self.near_reader.readexactly(size - 4)
            if not started:
                started = struct.unpack("!i", body[:4])[0] not in LENGTH_ONLY
            elif self.hears(head[:1], body):
                if self.frozen.is_set():
                    await asyncio.Event().wait()
                return
            if self.frozen.is_set():
                await asyncio.Event().wait()
            self.far.write(head + body)
            await self.far.drain()

    async def down(self):
        greeted = False
        while True:
            head = await self.far_reader.readexactly(5)
            body = await self.far_reader.readexactly(struct.unpack("!i", head[1:])[0] - 4)
            if head[:1] == b"Z":
                if greeted:
                    self.answered += 1
                greeted = True
                if self.strike_at and self.answered >= self.strike_at[0]:
                    self.strike(self.strike_at[1])
                    if self.frozen.is_set():
                        await asyncio.Event().wait()
                    return
            # the answer to be lost is held back from its first byte
            if self.strike_at and self.answered + 1 >= self.strike_at[0]:
                continue
            if self.frozen.is_set():
                await asyncio.Event().wait()
            self.near.write(head + body)
            await self.near.drain()

    async def carry(self):
        try:
            self.far_reader, self.far = await asyncio.open_unix_connection(TO, limit=1 << 22)
        except OSError:
            self.near.close()
            return
        ways = [asyncio.ensure_future(self.up()), asyncio.ensure_future(self.down())]
        _, left = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in left:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        for writer in (self.near, self.far):
            writer.close()


async def main():
    count = 0

    async def meet(reader, writer):
        nonlocal count
        count += 1
        await Link(count, reader, writer).carry()

    server = await asyncio.start_unix_server(meet, FROM, limit=1 << 22)
    os.chmod(FROM, 0o777)
    print("ready", flush=True)
    async with server:
        await server.serve_forever()


asyncio.run(main())
