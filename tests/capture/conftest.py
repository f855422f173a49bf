from collections.abc import Iterator

import pytest

from tests.capture.server import Server


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()
