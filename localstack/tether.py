"""Runs a command whose life is tied to the process that started this one.

    python3 tether.py --stop-signal INT --abandon-signal KILL [--grace 10] [--user NAME] -- command ...

- The other end of our standard input is held by our parent. It closes when the parent ends, however it ends, and then
  the command gets the abandon signal.
- SIGTERM, SIGINT and SIGHUP ask for an orderly end: the command gets the stop signal.
- SIGQUIT asks for a crash: the command is killed at once.
- If the command outlives the grace period after either, it is killed. Whatever is left in its process group goes with it.
- If this process is killed itself, Linux sends the command the abandon signal.

The exit code is the command's.
"""

import argparse
import os
import signal
import subprocess
import sys
import threading

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def main() -> int:
    arguments = parse_arguments()
    stop_signal = signal.Signals[f"SIG{arguments.stop_signal}"]
    abandon_signal = signal.Signals[f"SIG{arguments.abandon_signal}"]
    tether_pid = os.getpid()
    prctl = linux_prctl()

    def in_child() -> None:
        # After the change of user, which would clear it.
        if prctl is not None:
            prctl(PR_SET_PDEATHSIG, abandon_signal)
            if os.getppid() != tether_pid:
                os._exit(1)

    asked = threading.Event()
    child: subprocess.Popen[bytes] | None = None

    def end_with(number: signal.Signals) -> None:
        asked.set()
        if child is not None and child.poll() is None:
            child.send_signal(number)
            killer = threading.Timer(arguments.grace, kill_group, [child.pid])
            killer.daemon = True
            killer.start()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: end_with(stop_signal))
    signal.signal(signal.SIGQUIT, lambda *_: end_with(signal.SIGKILL))

    child = subprocess.Popen(
        arguments.command,
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # its own process group, and no Ctrl-C from the terminal: the parent decides the order
        preexec_fn=in_child,
        **({"user": arguments.user, "group": arguments.group, "extra_groups": []} if arguments.user else {}),
    )
    if asked.is_set():
        end_with(stop_signal)

    def watch_parent() -> None:
        while os.read(0, 4096):
            pass
        end_with(abandon_signal)

    threading.Thread(target=watch_parent, daemon=True).start()
    code = child.wait()
    kill_group(child.pid)
    return code if code >= 0 else 128 - code


def kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass  # nothing is left in it; macOS says "not permitted" for a group of zombies


def linux_prctl():
    if sys.platform != "linux":
        return None
    try:
        import ctypes

        return ctypes.CDLL(None).prctl
    except (ImportError, OSError, AttributeError):
        return None  # a Python without ctypes: the watch on standard input is still there


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stop-signal", default="TERM")
    parser.add_argument("--abandon-signal", default="KILL")
    parser.add_argument("--grace", type=float, default=10.0, help="seconds")
    parser.add_argument("--user", help="run the command as this user (only root can)")
    parser.add_argument("--group")
    parser.add_argument("command", nargs="+")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
