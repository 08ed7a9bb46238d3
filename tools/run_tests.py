#!/usr/bin/env python3
"""Runs every test of the project and closes with one plain line: N passed, N failed, N skipped.

Usage: run_tests.py BUILD_FOLDER [--only WORD] [--sanitizers FOLDER...] [--fuzz FOLDER]
Each part reports its cases into one tally; what failed is printed with its output, what was skipped by name.
"""
import argparse
import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FUZZ_SECONDS = 10
# Left out of the bounded set, for they restart servers, fork and crash on purpose: `./test --full` runs them too.
LEFT_OUT = {("tsan", "test_store"): "PostgresFaults.*:PowerLoss.*:*Durability.*"}


class Tally:
    def __init__(self):
        self.passed, self.failed, self.skipped = 0, [], []

    def add(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped

    def check(self, name, ok, output=""):
        if ok:
            self.passed += 1
        else:
            self.failed.append((name, telling(output)))


def run(command, timeout, env=None, cwd=ROOT):
    """Returns (exit code or None after a timeout, output)."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=timeout, env=env, cwd=cwd)
        return done.returncode, done.stdout.decode(errors="replace")
    except subprocess.TimeoutExpired as late:
        return None, (late.stdout or b"").decode(errors="replace") + f"\nstopped after {timeout} s"


def interrupted(output):
    """The case that was running when a GoogleTest program stopped in its middle."""
    begun = [line.split("]", 1)[1].strip() for line in output.splitlines() if line.startswith("[ RUN      ]")]
    ended = sum(line.startswith(("[       OK ]", "[  FAILED  ]", "[  SKIPPED ]")) and line.endswith("ms)") for line in output.splitlines())
    return f" in the middle of {begun[-1]}" if len(begun) > ended else ""


def telling(output):
    """What is worth printing of a program that stopped: a sanitizer's report from its beginning, else the end."""
    found = re.search(r"^.*(?:(?:WARNING|ERROR): \w+Sanitizer|runtime error:)", output, re.MULTILINE)
    return output[found.start():][:8000] if found else output[-6000:]


def reasons_of_skips(output):
    """What GTEST_SKIP said, by case: the report of older GoogleTests does not hold it."""
    reasons, case, expected = {}, "", False
    for line in output.splitlines():
        if line.startswith("[ RUN      ]"):
            case = line.split("]", 1)[1].strip()
        elif expected:
            reasons.setdefault(case, line.strip())
        expected = line.endswith(": Skipped")
    return reasons


def gtest(program, label="", env=None, timeout=900, arguments=(), told=True):
    """One GoogleTest program; a crash or a hang counts as one failure beside the cases it still reported."""
    tally, name, began = Tally(), label + program.name, time.monotonic()
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        code, output = run([str(program), f"--gtest_output=json:{report.name}", *arguments], timeout, env)
        try:
            suites = json.loads(Path(report.name).read_text())["testsuites"]
        except (ValueError, KeyError):
            suites = []
    for suite in suites:
        for case in suite["testsuite"]:
            title = f"{name}: {suite['name']}.{case['name']}"
            if case.get("failures"):
                tally.failed.append((title, "\n".join(failure["failure"] for failure in case["failures"])[:4000]))
            elif case.get("result") == "SKIPPED" or case["status"] == "NOTRUN":
                reason = reasons_of_skips(output).get(f"{suite['name']}.{case['name']}", "not run")
                tally.skipped.append(f"{title} ({reason})")
            else:
                tally.passed += 1
    if code != 0 and not tally.failed:
        tally.failed.append((name, f"ended with {code}{interrupted(output)}\n{telling(output)}"))
    if code == 0 and not suites:
        tally.failed.append((name, "reported no test"))
    if told:
        print(f"   {name}: {tally.passed} passed, {len(tally.failed)} failed, {len(tally.skipped)} skipped, {time.monotonic() - began:.0f} s", flush=True)
    return tally


def house(_):
    tally = Tally()
    for arguments in (["--self-test"], [str(ROOT)]):
        code, output = run([sys.executable, str(ROOT / "tools/check_house.py"), *arguments], 300)
        tally.check("check_house " + arguments[0].replace(str(ROOT), "."), code == 0, output)
    formatted(tally)
    return tally


def formatted(tally):
    """The formatting, by the one version whose opinion counts: others differ in small things."""
    if shutil.which("clang-format-14") is None:
        tally.skipped.append("formatting (needs clang-format-14)")
        return
    files = [str(path) for folder in ("src", "tests", "bench") for path in sorted((ROOT / folder).rglob("*")) if path.suffix in (".cc", ".h")]
    code, output = run(["clang-format-14", "--dry-run", "--Werror", *files], 300)
    tally.check("formatting", code == 0, output)


def canary(build):
    """A test that must fail, to prove that this runner notices one."""
    tally, program = Tally(), build / "tests/canary_must_fail"
    if not program.exists():
        tally.check("canary_must_fail was built", False)
        return tally
    seen = gtest(program, told=False)
    tally.check("the runner notices a failing test", len(seen.failed) == 1 and seen.passed == 1, str(seen.failed))
    return tally


def programs(build, only):
    found = sorted((build / "tests").glob("test_*")) + sorted((build / "tests").glob("system_*"))
    return [path for path in found if path.is_file() and os.access(path, os.X_OK) and only in path.name]


def unit(build, only):
    tally = Tally()
    slow_first = sorted(programs(build, only), key=lambda path: not path.name.startswith("system_"))
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        for one in pool.map(gtest, slow_first):
            tally.add(one)
    return tally


def sanitized(folder, only, full):
    tally = Tally()
    env = dict(os.environ, ASAN_OPTIONS="detect_leaks=1:strict_string_checks=1", UBSAN_OPTIONS="print_stacktrace=1:halt_on_error=1",
               TSAN_OPTIONS=f"halt_on_error=1:second_deadlock_stack=1:suppressions={ROOT}/tests/tsan.supp", SHOUWANG_SANITIZED="1")

    def one_program(program):
        left_out = "" if full else LEFT_OUT.get((folder.name, program.name), "")
        return gtest(program, folder.name + "/", env, arguments=[f"--gtest_filter=-{left_out}"] if left_out else [])

    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        for one in pool.map(one_program, programs(folder, only)):
            tally.add(one)
    return tally


def fuzz(folder):
    tally = Tally()
    for program in sorted((folder / "tests").glob("fuzz_*")):
        if not os.access(program, os.X_OK) or not program.is_file():
            continue
        seeds = ROOT / "tests/fuzz/seeds" / program.name
        with tempfile.TemporaryDirectory() as corpus:
            arguments = [str(program), f"-max_total_time={FUZZ_SECONDS}", "-max_len=65536", "-rss_limit_mb=2048", "-verbosity=0", corpus]
            code, output = run(arguments + ([str(seeds)] if seeds.is_dir() else []), FUZZ_SECONDS + 120, cwd=corpus)
        tally.check(program.name, code == 0, output)
    return tally


def vitest(_):
    tally = Tally()
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        code, output = run(["npm", "test", "--silent", "--", "--reporter=json", f"--outputFile={report.name}"], 600, cwd=ROOT / "web")
        try:
            results = json.loads(Path(report.name).read_text())
        except ValueError:
            results = {"testResults": []}
    for file in results["testResults"]:
        for case in file["assertionResults"]:
            if case["status"] in ("pending", "skipped", "todo"):
                tally.skipped.append("vitest: " + case["fullName"])
            else:
                tally.check("vitest: " + case["fullName"], case["status"] == "passed", "\n".join(case.get("failureMessages", [])))
    if (code != 0 and not tally.failed) or not results["testResults"]:
        tally.check("vitest", False, output)
    return tally


def browser(build):
    """tests/browser/run.mjs starts the real server and Chromium and prints one JSON line per case."""
    tally = Tally()
    code, output = run(["node", str(ROOT / "tests/browser/run.mjs"), str(build / "shouwang")], 2400)
    count = 0
    for line in output.splitlines():
        if not line.startswith('{"case"'):
            continue
        case, count = json.loads(line), count + 1
        if case.get("skipped"):
            tally.skipped.append("browser: " + case["case"])
        else:
            tally.check("browser: " + case["case"], case["passed"], case.get("error", ""))
    if (code != 0 and not tally.failed) or count == 0:
        tally.check("browser", False, output)
    return tally


def report(tally):
    for name in tally.skipped:
        print(f"skipped: {name}")
    for name, output in tally.failed:
        print(f"\nFAILED: {name}\n{output}\n")
    print(f"{tally.passed} passed, {len(tally.failed)} failed, {len(tally.skipped)} skipped", flush=True)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("build", type=Path)
    options.add_argument("--only", default="")
    options.add_argument("--sanitizers", nargs="*", type=Path, default=[])
    options.add_argument("--fuzz", type=Path)
    options.add_argument("--full", action="store_true")
    options = options.parse_args()
    build, total = options.build.resolve(), Tally()
    parts = [("house", house, build), ("canary", canary, build), ("unit and system", lambda b: unit(b, options.only), build)]
    parts += [(folder.name, lambda b: sanitized(b, options.only, options.full), folder.resolve()) for folder in options.sanitizers]
    if options.fuzz:
        parts.append(("fuzz", fuzz, options.fuzz.resolve()))
    if not options.only and (ROOT / "web/package.json").exists():
        parts.append(("vitest", vitest, build))
        if (ROOT / "tests/browser/run.mjs").exists():
            parts.append(("browser", browser, build))
    for name, part, argument in parts:
        began = time.monotonic()
        tally = part(argument)
        total.add(tally)
        print(f"== {name}: {tally.passed} passed, {len(tally.failed)} failed, {len(tally.skipped)} skipped, {time.monotonic() - began:.0f} s", flush=True)
    report(total)
    sys.exit(1 if total.failed or total.passed == 0 else 0)


if __name__ == "__main__":
    main()
