"""Headless Chromium over its own pipe (DevTools protocol, messages that end in NUL): nothing to install beside it."""

import json
import os
import shutil
import subprocess
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

FOUND = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND", "--remote-debugging-pipe", "about:blank",
)  # fmt: skip


class Page:
    """One page of a running Chromium."""

    def __init__(self, to_browser: int, from_browser: int) -> None:
        self._to, self._from, self._sent, self._rest = to_browser, from_browser, 0, b""
        self._requests: dict[str, str] = {}
        self._happened: set[str] = set()
        self._session: str | None = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: object) -> dict[str, Any]:  # whatever the protocol answers
        """Send a command and wait for its answer."""
        self._sent += 1
        message = {"id": self._sent, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._sent:
                assert "error" not in answer, answer["error"]
                return dict(answer["result"])

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            part = os.read(self._from, 1 << 20)
            assert part, "Chromium has gone"
            self._rest += part
        message, _, self._rest = self._rest.partition(b"\0")
        said: dict[str, Any] = json.loads(message)
        self._happened.add(said.get("method", ""))
        if said.get("method") == "Network.requestWillBeSent":
            self._requests[said["params"]["requestId"]] = said["params"]["request"]["url"]
        elif said.get("method") == "Network.loadingFailed" and said["params"].get("blockedReason") == "csp":
            del self._requests[said["params"]["requestId"]]  # announced, then held back by the page's own policy
        return said

    def open(self, file: Path) -> None:
        """Show a file and wait until it has loaded."""
        self._requests.clear()
        self._happened.clear()
        self.call("Page.navigate", url=file.as_uri())
        while "Page.loadEventFired" not in self._happened:
            self._next()

    @property
    def requested(self) -> list[str]:
        """Every address that the page on show has asked for."""
        self.evaluate("new Promise(resolve => setTimeout(resolve, 50))")
        return list(self._requests.values())

    def evaluate(self, expression: str) -> Any:  # whatever the page answers
        """The value of an expression, awaited, as JSON."""
        found = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def wide(self, width: int) -> None:
        """Give the window this width in CSS pixels: 640 is what is left of 1280 at 200 %."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1280 / width, mobile=False
        )

    def pdf(self) -> bytes:
        """The page as it is printed, on the paper its style asks for."""
        return b64decode(self.call("Page.printToPDF", preferCSSPageSize=True, displayHeaderFooter=False)["data"])


@contextmanager
def browser() -> Iterator[Page]:
    """A Chromium with a profile of its own, ended afterwards."""
    assert FOUND is not None
    to_child, to_browser = os.pipe()
    from_browser, from_child = os.pipe()

    def pipes() -> None:  # the protocol is spoken on the descriptors 3 and 4
        kept = os.dup(to_child), os.dup(from_child)
        os.dup2(kept[0], 3)
        os.dup2(kept[1], 4)

    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [FOUND, *FLAGS[:-1], f"--user-data-dir={profile}", FLAGS[-1]]
        quiet = subprocess.DEVNULL
        child = subprocess.Popen(command, preexec_fn=pipes, pass_fds=(3, 4), stdin=quiet, stdout=quiet, stderr=quiet)
        os.close(to_child)
        os.close(from_child)
        try:
            page = Page(to_browser, from_browser)
            yield page
        finally:
            os.close(to_browser)  # Chromium ends when its pipe does
            os.close(from_browser)
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
