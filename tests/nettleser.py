"""Debian's Chromium, headless: opens pages from the disk, and tells what they asked for."""

from __future__ import annotations

import base64
import json
import os
import shutil
from contextlib import contextmanager
from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
DRIVER = shutil.which("chromedriver")
AXE = Path(__file__).parent / "validatorer/node_modules/axe-core/axe.min.js"
FINNES = bool(CHROMIUM and DRIVER and AXE.is_file())
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice")
_FLAGG = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--hide-scrollbars", "--disable-dev-shm-usage", "--no-default-browser-check"),
)


class Nettleser:
    """A browser, and the page that is open in it."""

    def __init__(self, driver):
        self.driver = driver

    def åpne(self, path, *, bredde=1600, skjema="light", media="screen", kontrast="none"):
        """Open a file in a window of a width, with a colour scheme, as a screen or as paper."""
        self._cdp("Emulation.setEmulatedMedia", media="" if media == "screen" else media, features=[
            {"name": "prefers-color-scheme", "value": skjema},
            {"name": "forced-colors", "value": kontrast},
        ])  # fmt: skip
        self._cdp("Emulation.setDeviceMetricsOverride",
                  width=bredde, height=900, deviceScaleFactor=1, mobile=False)  # fmt: skip
        self.glem()
        self.driver.get(path.as_uri())
        return self

    def kjør(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def axe(self):
        """What axe-core finds, and what it can't decide, as «rule: element»."""
        self.kjør(AXE.read_text("utf-8"))
        script = "axe.run({runOnly: arguments[0]}).then(arguments[1])"
        found = self.driver.execute_async_script(script, list(WCAG))
        assert len(found["passes"]) > 10, "axe looked at nothing"
        return [
            f"{kind} {rule['id']}: {node['html'][:200]} {node['failureSummary']}"
            for kind in ("violations", "incomplete")
            for rule in found[kind]
            for node in rule["nodes"]
        ]

    def glem(self):
        """Empty the logs."""
        for name in ("performance", "browser"):
            self.driver.get_log(name)

    def hentet(self):
        """The addresses that were asked for since the page was opened."""
        events = [
            json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")
        ]
        return [
            e["params"]["request"]["url"]
            for e in events
            if e["method"] == "Network.requestWillBeSent"
        ]

    def konsoll(self):
        """What the console says: errors and warnings."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def bilde(self):
        """The whole page as a PNG."""
        shot = self._cdp("Page.captureScreenshot", captureBeyondViewport=True, format="png")
        return base64.b64decode(shot["data"])

    def papir(self):
        """The page as it is printed: a PDF."""
        shot = self._cdp("Page.printToPDF", preferCSSPageSize=True, printBackground=False)
        return base64.b64decode(shot["data"])

    def _cdp(self, command, **parameters):
        return self.driver.execute_cdp_cmd(command, parameters)


@contextmanager
def nettleser(folder):
    """A browser with a profile of its own in ``folder``, which can read files beside its page."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (*_FLAGG, f"--user-data-dir={folder}", "--allow-file-access-from-files"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = webdriver.Chrome(options, Service(DRIVER, log_output=os.devnull))
    try:
        driver.set_script_timeout(60)
        yield Nettleser(driver)
    finally:
        driver.quit()
