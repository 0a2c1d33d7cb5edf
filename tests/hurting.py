"""Work for the reading place that misbehaves as it is told to; imported by its workers."""

from __future__ import annotations

import os
import re
import signal
import time


def hurt(what: object) -> object:
    """Do harm when `what` names one, else give it back."""
    if what == "processor":
        re.match(r"(a+)+b", "a" * 60)
    if what == "memory":
        return len(bytearray(2**31))
    if what == "signal":
        os.kill(os.getpid(), signal.SIGSEGV)
    if what == "exit":
        os._exit(3)
    if what == "sleep":
        time.sleep(60)
    return what
