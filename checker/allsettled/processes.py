"""Processes that work for another one, and have no reason to be there without it."""


def end_with_parent() -> None:
    """Have this process end when its parent has, however that ended: call it where a process begins.

    A process of a pool waits for work for ever otherwise, as the queue that it's fed from doesn't tell of that end.
    """
    from threading import Thread

    Thread(target=_wait, daemon=True).start()


def _wait() -> None:
    import os
    from multiprocessing import parent_process

    if parent := parent_process():
        parent.join()
        os._exit(1)
