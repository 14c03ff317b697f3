"""Types at a terminal as a person would: argv[1] is a list of [what is waited for, what is typed], as JSON.

"{last}" stands for the last four digits of the code that was shown most recently; "{code}" for all of it.
What the terminal showed goes to stdout; the exit code is the command's.
"""

import json
import os
import pty
import re
import select
import sys
import time

steps, command = json.loads(sys.argv[1]), sys.argv[2:]
child, terminal = pty.fork()
if child == 0:
    os.execv(command[0], command)
shown, at, end = b"", 0, time.monotonic() + 60


def read():
    global shown
    ready, _, _ = select.select([terminal], [], [], 0.2)
    if not ready:
        return True
    try:
        piece = os.read(terminal, 4096)
    except OSError:
        return False
    shown += piece
    return bool(piece)


for wanted, typed in steps:
    while wanted.encode() not in shown[at:]:
        if not read() or time.monotonic() > end:
            sys.stdout.buffer.write(shown)
            sys.exit(99)
    at = len(shown)
    codes = re.findall(rb"(?:\d{4} ){6}\d{4}", shown)
    code = codes[-1].decode() if codes else ""
    typed = typed.replace("{last}", code[-4:]).replace("{code}", code)
    os.write(terminal, typed.encode() + b"\n")
while read():
    if time.monotonic() > end:
        sys.exit(98)
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
