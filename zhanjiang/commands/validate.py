"""``scrapy validate``: lines of JSON held against the schema of an article."""

from __future__ import annotations

import argparse

import orjson

from zhanjiang.console.errors import CommandError, WrongArgument
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.console.progress_bar import with_progress
from zhanjiang.console.project_command import ProjectCommand
from zhanjiang.console.standard_output import print_json
from zhanjiang.console.typed_values import typed_values
from zhanjiang.console.words import many
from zhanjiang.export.schema import EXPORT_FIELDS, advice, article_schema, checker
from zhanjiang.export.validation import check_lines, open_lines
from zhanjiang.processors.text import plain_line


class Command(ProjectCommand):
    """Reads a file line by line, whatever its size, and changes nothing."""

    def syntax(self) -> str:
        """What is typed after the command's name."""
        return "[--fields NAMES] FILE... | --schema"

    def long_desc(self) -> str:
        """What is checked, with an example."""
        return (
            "Check each line of files of JSON lines, such as feeds and exports, also compressed by gzip (- is standard "
            "input), against the JSON Schema of an article. Each mistake is one line with the line's number, the path "
            "in it and the reason; the exit code is 65 if there is any. "
            "Example: scrapy validate data/articles.jsonl"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options to Scrapy's."""
        super().add_options(parser)
        parser.add_argument("--fields", metavar="NAMES", help="the fields that the export was made of, as given to it")
        parser.add_argument("--schema", action="store_true", help="print the schema")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check. Exit codes: 0 if all lines are good, 65 if not, 1 for a file that cannot be opened, 2 without one.

        1 also where the package that checks is missing.
        """
        fields = typed_values("fields", opts.fields, EXPORT_FIELDS)
        if opts.schema:
            print_json(orjson.dumps(article_schema(fields), option=orjson.OPT_INDENT_2).decode())
            return
        if not args:
            raise WrongArgument("give a file of JSON lines, as in: scrapy validate data/articles.jsonl")
        if missing := advice():
            raise CommandError(ExitCode.COULD_NOT_START, missing)
        check = checker(fields)
        for name in args:
            lines = bad = 0
            with open_lines(name) as file:
                for mistakes in with_progress(
                    check_lines(file, check), "Validating", state=lambda mistakes: "bad" if mistakes else "good"
                ):
                    lines += 1
                    bad += bool(mistakes)
                    for mistake in mistakes:
                        print(plain_line(f"{name}:{mistake.line}: {mistake.path}: {mistake.reason}"))
            print(plain_line(f"{name}: {many(lines, 'line')}, {bad or 'none'} of them bad"))
            if bad:
                self.exitcode = ExitCode.INCOMPLETE
