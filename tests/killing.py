"""Killing: work in a process of its own, which ends as the power ends it."""

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from l10n.counting.survey import SurveyJob, survey_part
from l10n.counting.work import Job, PartCount, count_part


def kill_after(files: int, work: Callable[[], object]) -> bool:
    """Do something in a process that is killed when it has put so many files in place; tell whether it was."""
    left = files

    def hook(name: str, _: tuple) -> None:
        nonlocal left
        if name != "os.rename":  # the kill below is an event, too
            return
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    process = os.fork()
    if process == 0:
        status = 1
        try:
            sys.addaudithook(hook)
            work()
            status = 0
        finally:
            os._exit(status)
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    assert status in {0, -signal.SIGKILL}, f"the work ended with status {status}"
    return status != 0


def die(_: Job) -> PartCount:
    """Be killed instead of counting a part; for a worker process."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("a killed process went on")


def die_once(job: Job) -> PartCount:
    """Be killed instead of counting a collection's first part, and count all others."""
    _die_first(job.root)
    return count_part(job)


def die_once_surveying(job: SurveyJob) -> bytes:
    """Be killed instead of surveying a collection's first part, and survey all others."""
    _die_first(job.root)
    return survey_part(job)


def _die_first(root: str) -> None:
    """Be killed, if no other process was."""
    with suppress(FileExistsError):
        Path(root, "killed").touch(exist_ok=False)
        os.kill(os.getpid(), signal.SIGKILL)
