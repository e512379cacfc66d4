# Reads messages (base64, a line each) with Python's own parser, written by others, and says as JSON what it found.
import base64
import email
import email.policy
import json
import sys

for line in sys.stdin:
    raw = base64.b64decode(line)
    message = email.message_from_bytes(raw, policy=email.policy.SMTP)
    parts = list(message.iter_parts())
    print(json.dumps({
        "defects": [repr(d) for d in message.defects] + [repr(d) for p in parts for d in p.defects]
        + [f"{name}: {d!r}" for name, value in message.items() for d in value.defects],
        "headers": {name.lower(): str(value) for name, value in message.items()},
        "names": list(message.keys()),
        "from": [[a.display_name, a.addr_spec] for a in message["from"].addresses],
        "to": [[a.display_name, a.addr_spec] for a in message["to"].addresses],
        "type": message.get_content_type(),
        "parts": [[p.get_content_type(), p.get_content_charset(), p.get_content().replace("\r\n", "\n")] for p in parts],
        "date": message["date"].datetime.timestamp(),
        "longest": max(len(l) for l in raw.split(b"\r\n")),
        "lone": raw.replace(b"\r\n", b"").count(b"\n") + raw.replace(b"\r\n", b"").count(b"\r"),
        "ascii": raw.isascii(),
    }))
