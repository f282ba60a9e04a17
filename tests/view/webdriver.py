"""A headless Chromium driven over the W3C WebDriver protocol, with nothing but
the standard library."""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request


def find_browser():
    """Paths of chromium and chromedriver, or None."""
    driver = shutil.which("chromedriver")
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    return (browser, driver) if browser and driver else None


class Browser:
    KEYS = {"Enter": "\ue007", "Escape": "\ue00c", "Tab": "\ue004",
            "Down": "\ue015", "Up": "\ue013", "Control": "\ue009"}

    def __init__(self, width=1280, height=900, script=True, dark=False):
        browser, driver = find_browser()
        self.folder = tempfile.mkdtemp(prefix="align-view-")
        self.downloads = os.path.join(self.folder, "downloads")
        os.mkdir(self.downloads)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.base = "http://127.0.0.1:%d" % port
        self.driver = subprocess.Popen(
            [driver, "--port=%d" % port], stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        arguments = ["--headless=new", "--no-sandbox", "--disable-gpu",
                     "--disable-quic", "--no-first-run",
                     "--disable-background-networking",
                     "--disable-component-update", "--disable-sync",
                     "--window-size=%d,%d" % (width, height),
                     "--user-data-dir=" + os.path.join(self.folder, "profile")]
        if dark:
            arguments.append("--force-dark-mode")
        preferences = {"download.default_directory": self.downloads,
                       "download.prompt_for_download": False}
        if not script:
            preferences["profile.managed_default_content_settings.javascript"] = 2
        options = {"binary": browser, "args": arguments, "prefs": preferences}
        capabilities = {"alwaysMatch": {
            "browserName": "chrome", "goog:chromeOptions": options,
            "unhandledPromptBehavior": "accept",
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}}
        self.session = None
        deadline = time.monotonic() + 30
        while self.session is None:
            try:
                value = self._call("POST", "/session",
                                   {"capabilities": capabilities})
                self.session = "/session/" + value["sessionId"]
            except (urllib.error.URLError, ConnectionError):
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def _call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.base + path, data=data, method=method,
            headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read().decode()[:600]) from None

    def open(self, path):
        self._call("POST", self.session + "/url",
                   {"url": "file://" + os.path.abspath(path)})

    def run(self, script, *arguments):
        return self._call("POST", self.session + "/execute/sync",
                          {"script": script, "args": list(arguments)})

    def press(self, *keys):
        """Presses keys one after the other, each let go before the next."""
        actions = []
        for key in keys:
            value = self.KEYS.get(key, key)
            actions += [{"type": "keyDown", "value": value},
                        {"type": "keyUp", "value": value}]
        self._call("POST", self.session + "/actions", {"actions": [
            {"type": "key", "id": "keyboard", "actions": actions}]})

    def screenshot(self, path):
        import base64
        value = self._call("GET", self.session + "/screenshot")
        with open(path, "wb") as file:
            file.write(base64.b64decode(value))

    def log(self, kind):
        return self._call("POST", self.session + "/se/log", {"type": kind})

    def downloaded(self, name):
        """The bytes of a finished download."""
        path = os.path.join(self.downloads, name)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            if os.path.exists(path) and os.path.getsize(path) > 0:
                with open(path, "rb") as file:
                    return file.read()
            time.sleep(0.05)
        raise AssertionError("%s was not downloaded" % name)

    def close(self):
        try:
            self._call("DELETE", self.session)
        finally:
            self.driver.terminate()
            self.driver.wait()
            shutil.rmtree(self.folder, ignore_errors=True)
