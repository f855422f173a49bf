"""Which imports of a module are found: those that a browser follows before it runs it."""

import pytest

from archiver.capture.module import imports, requisites_of_module


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('import {a} from "./a.js";', ["./a.js"]),
        ("import'./a.js'", ["./a.js"]),
        ('import * as all from\n"/a.js"; export {b} from "../b.js"; export * from "https://x.example/c.js"',
         ["/a.js", "../b.js", "https://x.example/c.js"]),
        ("import a,{b as c}from'./z.js'", ["./z.js"]),
        ('import("./late.js"); const x = "import"; import react from "react"', []),
        ('// import "./no.js"\n/* import "./no.js" */', []),
    ],
)  # fmt: skip
def test_static_imports_are_found(code: str, found: list[str]) -> None:
    assert imports(code) == found


def test_they_are_relative_to_the_module() -> None:
    (one,) = requisites_of_module(b'import "../a.js"; import "../a.js"', "https://x.example/js/app/main.js")
    assert (one.url, one.kind) == ("https://x.example/js/a.js", "module")
