"""`archiver save` of a page that is archived already."""

from datetime import UTC, datetime
from pathlib import Path

from archiver.demo.site import DemoSite
from tests.cli.terminal import done, objects


def test_a_page_that_came_unchanged_is_said_to_be_so_and_keeps_its_number(site: DemoSite, here: Path) -> None:
    command = ("save", "--allow-private", "--no-requisites", site.article_url)
    first, second = done(*command), done(*command)
    assert "unchanged" not in first.output
    assert second.stdout == first.stdout.rstrip("\n") + f"  unchanged since {datetime.now(UTC):%Y-%m-%d}\n"
    assert second.stderr == "1 unchanged since they were saved before\n"


def test_as_json_it_is_a_time(site: DemoSite, here: Path) -> None:
    command = ("save", "--allow-private", "--no-requisites", "--json", site.article_url)
    (first, _), (second, _) = objects(*command), objects(*command)
    assert first["unchanged_since"] is None
    assert datetime.fromisoformat(second["unchanged_since"]).tzinfo
    assert (first["id"], second["id"]) == (1, 1)
