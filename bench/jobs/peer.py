"""The peer: Celery with a task that does nothing. As a module it is the worker's application; as a program it puts N messages
into a list beside the queue, from where they are moved into it all at once: python3 peer.py N."""

import os
import sys

from celery import Celery

app = Celery("peer", broker=os.environ["BENCH_BROKER"])
app.conf.update(
    task_ignore_result=True,
    worker_prefetch_multiplier=int(os.environ.get("BENCH_PREFETCH", "4")),
    worker_hijack_root_logger=False,
)


@app.task(name="peer.nothing")
def nothing(number):
    return None


if __name__ == "__main__":
    with app.producer_pool.acquire(block=True) as producer:
        for number in range(int(sys.argv[1])):
            nothing.apply_async((number,), queue="staged", producer=producer)
