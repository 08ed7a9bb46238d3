#!/usr/bin/env python3
"""The house rules of STYLE.md as a test: each finding names file, line and remedy; exit 1 when there is one.

Usage: check_house.py [ROOT]. With --self-test it checks that planted faults are found.
"""
import re
import subprocess
import sys
import tempfile
from pathlib import Path

FILE_LIMIT, FUNCTION_LIMIT, LINE_LIMIT = 500, 70, 150
# Which header belongs to which outside package of src/MODULES.
OWNED = [
    (r"boost/asio|boost/beast/ssl", "asio"), (r"boost/beast", "beast"), (r"boost/json", "json"),
    (r"boost/geometry", "geometry"), (r"sqlite3\.h", "sqlite"), (r"libpq-fe\.h|postgresql/", "pq"),
    (r"protozero/", "protozero"), (r"yaml-cpp/", "yaml"), (r"sodium", "sodium"), (r"openssl/ssl", "ssl"),
    (r"openssl/", "crypto"), (r"zlib\.h", "zlib"), (r"CLI/", "cli"), (r"brotli/", "brotli"), (r"qrencode\.h", "qrencode"),
    (r"xlsxwriter", "xlsxwriter"), (r"zip\.h", "zip"), (r"expat\.h", "expat"), (r"gd\.h", "gd"), (r"fmt/", "fmt"), (r"mosquitto\.h", "mosquitto"),
]
# What lies sealed is read and written in its owners alone (database/manifest.yaml marks the columns).
SEALED = [
    (r"matter_parties", ["src/engines/matter/party.cc"]), (r"sealed_callers", ["src/jobs/dispatch/caller_store.cc"]),
    (r"phone_sealed", ["src/town/duty/member.cc"]), (r"wrapped_key", ["src/engines/matter/party.cc", "src/jobs/dispatch/caller_store.cc"]),
]
# The list of sealed stores itself, for wiping their deleted bytes.
SEALED_LIST = re.compile(r"sealed_stores\[\] = ")
MUTABLE_STATIC = re.compile(r"^\s*(?:inline\s+)?static\s+(?!const\b|constexpr\b|_?assert|.*\()[\w:<>,\s*&]+\s+\w+\s*(?:=|;|\{)")
MACRO = re.compile(r"^\s*#\s*define\s+(\w+)")
SHORT_WORDS = {"TODO", "FIXME", "XXX"}


def modules(root):
    table = {}
    for line in (root / "src/MODULES").read_text().splitlines():
        if line and not line.startswith("#"):
            path, may, packages = [column.strip() for column in line.split("|")]
            table[path.split("/")[-1]] = {"path": path, "may": may.split(), "packages": packages.split(), "order": len(table)}
    return table


def module_of(table, relative):
    inside = relative[len("src/"):]
    for name, module in table.items():
        if inside.startswith(module["path"] + "/"):
            return name
    return None


def check_include(table, name, line, where):
    found = re.match(r'\s*#\s*include\s+["<]([^">]+)[">]', line)
    if not found:
        return
    header = found.group(1)
    target = module_of(table, "src/" + header)
    if target and target != name:
        if target not in table[name]["may"]:
            yield f"{where}: {name} may not include {target}; name it in src/MODULES or move the code"
        elif table[target]["order"] > table[name]["order"]:
            yield f"{where}: {target} stands below {name} in src/MODULES; includes only go upwards"
    for pattern, package in OWNED:
        if re.match(pattern, header):
            if package not in table[name]["packages"]:
                yield f"{where}: <{header}> belongs to the modules that name {package} in src/MODULES; {name} does not"
            return


def check_sealed(relative, line, where):
    if SEALED_LIST.search(line):
        return
    for word, owners in SEALED:
        if re.search(rf"\b{word}\b", line) and relative not in owners:
            yield f"{where}: {word} is sealed: only {' and '.join(owners)} may name it; ask its owner for what you need"


def check_functions(lines, relative):
    """A function is a block opened at most one level deep (a namespace, a class) by a line that has a ')'."""
    start, depth_at, depth, in_raw = None, 0, 0, False
    for number, line in enumerate(lines, 1):
        if 'R"' in line and ')"' not in line and not re.search(r'\)\w*"', line.split('R"', 1)[1]):
            in_raw = True
        elif in_raw and re.search(r'\)\w*"', line):
            in_raw = False
            continue
        if in_raw:
            continue
        code = re.sub(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])\'|//.*', "", line)
        opens, closes = code.count("{"), code.count("}")
        if start is None and opens > closes and re.match(r"^(?!\s{5,})\s*[\w~\[<:].*\)", code) and not re.match(r"\s*(namespace|class|struct|enum|if|for|while)\b", code):
            start, depth_at = number, depth
        depth += opens - closes
        if start is not None and depth <= depth_at:
            if number - start + 1 > FUNCTION_LIMIT:
                yield f"{relative}:{start}: this function has {number - start + 1} lines (limit {FUNCTION_LIMIT}); split it by its steps"
            start = None


def check_source(root, table, path):
    relative = path.relative_to(root).as_posix()
    lines = path.read_text(errors="replace").splitlines()
    if len(lines) > FILE_LIMIT:
        yield f"{relative}:1: {len(lines)} lines (limit {FILE_LIMIT}); if the file wants to grow, change the design"
    name = module_of(table, relative)
    if relative.startswith("src/") and name is None:
        yield f"{relative}:1: lies in no module of src/MODULES; add the module or move the file"
    if path.suffix == ".h" and "#pragma once" not in lines:
        yield f"{relative}:1: a header begins with #pragma once"
    for number, line in enumerate(lines, 1):
        where = f"{relative}:{number}"
        if len(line.expandtabs()) > LINE_LIMIT and "R\"" not in line and not relative.startswith("tests/"):
            yield f"{where}: {len(line)} columns (limit {LINE_LIMIT})"
        if any(re.search(rf"\b{word}\b", line) for word in SHORT_WORDS):
            yield f"{where}: unfinished work is an issue, not a comment"
        if name:
            yield from check_include(table, name, line, where)
            yield from check_sealed(relative, line, where)
            if MUTABLE_STATIC.match(line):
                yield f"{where}: a mutable static; pass the object that owns it"
            found = MACRO.match(line)
            if found:
                yield f"{where}: no macros in src ({found.group(1)}); use a function or a constant"
    yield from check_functions(lines, relative)


def check_web(root, path):
    relative = path.relative_to(root).as_posix()
    count = len(path.read_text(errors="replace").splitlines())
    if count > FILE_LIMIT:
        yield f"{relative}:1: {count} lines (limit {FILE_LIMIT}); split it"


def check_modules_have_readme(root, table):
    for module in table.values():
        folder = root / "src" / module["path"]
        if folder.is_dir() and any(folder.glob("*.cc")):
            readme = folder / "README.md"
            if not readme.exists():
                yield f"src/{module['path']}/README.md:1: missing; say the module's nouns, invariants and what is not here"
            elif len(readme.read_text().splitlines()) > 40:
                yield f"src/{module['path']}/README.md:41: a module README has at most 40 lines"


def tracked(root):
    try:
        out = subprocess.run(["git", "-C", str(root), "ls-files", "-co", "--exclude-standard"], capture_output=True, text=True, check=True).stdout
        return [root / line for line in out.splitlines()]
    except (subprocess.CalledProcessError, FileNotFoundError):
        return [path for path in root.rglob("*") if path.is_file()]


def check(root):
    table = modules(root)
    for path in tracked(root):
        if not path.is_file() or "node_modules" in path.parts:
            continue
        top = path.relative_to(root).parts[0]
        if top in ("src", "tests", "bench") and path.suffix in (".cc", ".h"):
            yield from check_source(root, table, path)
        elif top in ("web", "tests") and path.suffix in (".ts", ".svelte", ".mjs") and "generated" not in path.parts:
            yield from check_web(root, path)
    yield from check_modules_have_readme(root, table)


def self_test():
    """Plants one fault of each kind in a small tree and demands that each is found."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "src/low").mkdir(parents=True)
        (root / "src/high").mkdir()
        (root / "src/MODULES").write_text("low | | \nhigh | low | sqlite\n")
        (root / "src/low/README.md").write_text("low\n")
        body = "".join("  step();\n" for _ in range(80))
        (root / "src/low/bad.cc").write_text(
            '#include "high/x.h"\n#include <sqlite3.h>\n#define SHORTCUT 1\nstatic int counter = 0;\n// TO' 'DO later\n'
            'auto a = "SELECT box FROM matter_parties";\nvoid long_one() {\n' + body + "}\n")
        (root / "src/high/x.h").write_text("int x();\n")
        (root / "src/high/x.cc").write_text("int x() { return 1; }\n" * 501)
        found = "\n".join(check(root))
        for wanted in ["low may not include high", "belongs to the modules that name sqlite", "no macros", "mutable static", "unfinished work",
                       "this function has 82 lines", "#pragma once", "501 lines", "matter_parties is sealed", "src/high/README.md:1: missing"]:
            if wanted not in found:
                print(f"the house check does not notice: {wanted}\n{found}")
                return 1
    return 0


if __name__ == "__main__":
    if "--self-test" in sys.argv:
        sys.exit(self_test())
    findings = list(check(Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()))
    print("\n".join(findings) if findings else "the house is in order")
    sys.exit(1 if findings else 0)
