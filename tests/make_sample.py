"""Makes `archives/sample.warc.gz`: four answers of the demonstration's newspaper, as if it stood at courier.example.

Run it after a change of the demonstration's pages:  python -m tests.make_sample
"""

from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from archiver.capture.exchange import Exchange
from archiver.demo.site import MIRROR_LINK
from archiver.warc.write import WarcWriter

SAMPLE = Path(__file__).parents[1] / "archives" / "sample.warc.gz"
ORIGIN, MIRROR = "http://courier.example", "http://courier-example.mirror.example"
STORY = "/2025/03/14/gannet-point-lifeboat-reopens"
ANSWERS = (
    (ORIGIN + STORY, "200 OK", "article.html", ""),
    (MIRROR + STORY, "200 OK", "article.html", MIRROR_LINK),
    (ORIGIN + "/2025/03/16/who-owns-the-fish-dock", "200 OK", "paywall.html", ""),
    (ORIGIN + "/2025/03/31/no-such-story", "404 Not Found", "missing.html", ""),
)
BEGUN = datetime(2025, 4, 1, 9, 30, tzinfo=UTC)


def exchange(number: int, url: str, status: str, page: str, addition: str) -> Exchange:
    html = files("archiver.demo").joinpath("pages", page).read_text(encoding="utf-8")
    body = html.replace("{origin}", ORIGIN).replace("</body>", addition + "</body>").encode()
    host, path = url.removeprefix("http://").split("/", 1)
    headers = (("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body))))
    head = f"HTTP/1.1 {status}\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers) + "\r\n"
    return Exchange(
        url=url,
        time=BEGUN + timedelta(seconds=number),
        request=f"GET /{path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip\r\n\r\n".encode(),
        head=head.encode(),
        body=body,
        status=int(status[:3]),
        headers=headers,
        payload=body,
        ip="192.0.2.80",  # an address for documentation, RFC 5737
        protocol="http/1.1",
    )


def main() -> None:
    with TemporaryDirectory() as folder:
        with WarcWriter(Path(folder)) as writer:
            for number, answer in enumerate(ANSWERS):
                writer.write(exchange(number, *answer))
        (made,) = Path(folder).glob("*.warc.gz")
        SAMPLE.write_bytes(made.read_bytes())


if __name__ == "__main__":
    main()
