#!/usr/bin/env python3
"""Adds a bench's lines to the record, each with the commit, the day and the machine's processor count.

Usage: record_bench.py LINES.jsonl RECORD.jsonl
"""
import datetime
import json
import os
import subprocess
import sys


def main(lines_path, record_path):
    commit = subprocess.run(["git", "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True).stdout.strip()
    changed = subprocess.run(["git", "status", "--porcelain", "--untracked-files=no", "--", ".", ":!bench/record.jsonl"], capture_output=True, text=True).stdout.strip()
    day = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d")
    with open(lines_path) as lines, open(record_path, "a") as record:
        for line in lines:
            if line.startswith("{"):
                figure = json.loads(line)
                figure.update(commit=commit + ("+" if changed else ""), day=day, cores=os.cpu_count())
                record.write(json.dumps(figure, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
