"""Policies with a history, imported into the live site: every kind of change."""

from pathlib import Path

from tests.live import LiveSite
from tests.policy.files import write_file

# Every kind of page that a history has, those for what does not exist included.
HISTORY = [
    "/tool-library/",
    "/tool-library/versions/",
    "/tool-library/versions/2/",
    "/tool-library/compare/1...2/",
    "/tool-library/compare/1...3/",
    "/tool-library/compare/2...2/",
    "/tool-library/compare/2...9/",
    "/tool-library/compare/",
    "/tool-library/compare/?from=one&to=2",
    "/tool-library/sections/fees/",
    "/tool-library/on/",
    "/tool-library/on/?day=yesterday",
    "/tool-library/on/2020-12-31/",
    "/tool-library/on/2021-06-01/",
    "/tool-library/on/2999-01-01/",
    "/qawaid/compare/1...2/",
    "/kisoku/compare/1...2/",
    "/night-rules/",
]

FIRST = """\
Welcome to the tool library of Alder Street. These rules say how tools are lent.

## 1. Joining

Anyone who lives in the quarter may join. Bring something that shows your address.

A new member is shown how each tool is used before it is lent for the first time.

## 2. Lending

You may keep a tool for seven days. Ask us when you need it longer.

Please read our [care guide](https://care.example/drills) before you borrow a drill.

* Hand tools and ladders
* Drills and saws
* Gas heaters

## 3. Care

Bring every tool back as clean as it was when you took it home from us.

Blades are sharpened by our volunteers, who meet on the first Monday of the month.

If something breaks while you use it, tell us: nobody pays for ordinary wear.

> A blunt blade is wear; a bent one is not.

Tools that are lost have to be replaced by one of the same kind and quality.

Batteries are charged here, never at home, and are given out with a note of their age.

### Safety at work

Wear goggles with every saw, and gloves with everything that gets hot.

## 4. Fees

Lending is free for members. What costs money is in this table.

| Tool | Deposit | Late fee |
|------|--------:|---------:|
| Ladder | $10 | $1 a day |
| Drill | $20 | $2 a day |

## 5. Questions

Ask at the counter, or write to the address that stands on your card.

Complaints are answered by the board within two weeks.
"""

# What was, what became of it: one for each kind of change.
EDITS = [
    ("You may keep a tool for seven days.", "You may keep a tool for ten days."),
    ("https://care.example/drills", "https://care.example/power-tools"),
    ("* Gas heaters\n", ""),
    ("### Safety at work", "## Safety at work"),
    ("| Drill | $20 |", "| Drill | $25 |"),
    ("Complaints are answered by the board within two weeks.\n", ""),
    (
        "## 1. Joining\n",
        "## 1. Joining\n\nComplaints are answered by the board within two weeks.\n",
    ),
    (
        "## 5. Questions",
        "## Events\n\nOn summer evenings we teach how to mend a chair.\n\n"
        "## 5. Questions",
    ),
]

# Wider than a phone.
TABLE = """\
## Prices

| Tool | Deposit | Replacement | Reservation | Accessories | Instruction |
|------|---------|-------------|-------------|-------------|-------------|
| Ladder | $10 | Counterbalanced | Unnecessary | Stabilizers | Demonstrated |
| Drill | $20 | Reconditioned | Recommended | Screwdrivers | Supervised |
"""

ARABIC = """\
## 1. العضوية

يجوز لكل ساكن في الحي أن ينضم إلى المكتبة. أحضر ما يثبت عنوانك.

## 2. الإعارة

يمكنك الاحتفاظ بالأداة سبعة أيام.
"""
JAPANESE = """\
## 1. 入会

この地区に住んでいる人はだれでも入会できます。

## 2. 貸し出し

道具は七日間借りることができます。
"""


def second() -> str:
    """The second version: the first with every edit."""
    text = FIRST
    for was, became in EDITS:
        assert text.count(was) == 1, was
        text = text.replace(was, became)
    return text


def import_histories(site: LiveSite, folder: Path) -> None:
    """Write the files and import them, as an operator would.

    The tool library's versions 2 and 3 take effect on the same day; the night rules
    are not in force yet.
    """
    third = second().replace("ten days", "two weeks")
    moments = ["2021-01-10", "2021-06-01T09:00", "2021-06-01T15:30"]
    rules = dict(zip(moments, [FIRST, second(), third], strict=True))
    _write(folder, "tool-library", "Tool Library Rules", "en-US", rules)
    days = {"2021-03-01": ARABIC, "2022-03-01": ARABIC.replace("سبعة", "عشرة")}
    _write(folder, "qawaid", "قواعد المكتبة", "ar", days)
    days = {"2021-04-01": JAPANESE, "2022-04-01": JAPANESE.replace("七", "十")}
    _write(folder, "kisoku", "図書館の規則", "ja", days)
    days = {"2021-05-01": TABLE, "2022-05-01": TABLE.replace("$20", "$25")}
    _write(folder, "price-list", "Price List", "en-US", days)
    _write(folder, "night-rules", "Night Rules", "en-US", {"2999-01-01": FIRST})
    site.manage("load_policies", str(folder))


def _write(
    folder: Path, policy: str, title: str, language: str, texts: dict[str, str]
) -> None:
    for number, (effective, text) in enumerate(texts.items(), start=1):
        write_file(
            folder,
            f"{policy}-{number}.md",
            policy=policy,
            title=title,
            effective=effective,
            change_note=f"Version {number} of these rules.",
            lang=language,
            body=text,
        )
