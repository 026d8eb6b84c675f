"""What the database refuses about requests, their log and their holds."""

from policy.append_only import Trigger, append_only, never
from rights.states import ENDS, MOVES, STAYS, WITHOUT_IDENTITY, Kind, State

REQUEST = "rights_rightsrequest"
STEP = "rights_step"
VIEW = "rights_personalview"
HOLD = "rights_hold"
RELEASE = "rights_holdrelease"

FIXED = (
    *("id", "number", "right", "country", "region", "relation", "behalf"),
    *("channel", "received_at", "entered_at", "entered_by_name"),
)
MAY_BE_NULL = ("entered_by_id", "policy_version_id", "first_deadline")
CHANGED = " OR ".join(
    [f'NEW."{name}" <> OLD."{name}"' for name in FIXED]
    + [
        f"(NEW.{name} IS NULL) <> (OLD.{name} IS NULL) OR NEW.{name} <> OLD.{name}"
        for name in MAY_BE_NULL
    ]
)


def listed(values: tuple[str, ...]) -> str:
    """A list of SQL literals, for IN; values are our own, without quotes."""
    return ", ".join(f"'{str(value)}'" for value in values)


# Where the request of a new step stands: that of its last step.
STANDS = (
    f"(SELECT s.state FROM {STEP} s WHERE s.request_id = NEW.request_id "
    "ORDER BY s.number DESC LIMIT 1)"
)


def has_step(kind: Kind) -> str:
    """Whether the request of a new step has a step of this kind already."""
    return (
        f"EXISTS (SELECT 1 FROM {STEP} s WHERE s.request_id = NEW.request_id "
        f"AND s.kind = '{kind.value}')"
    )


def allowed() -> str:
    """The steps of ``rights.states`` as one condition over NEW and what was before."""
    moves = [
        f"(NEW.kind = '{kind.value}' AND NEW.state = '{state.value}' "
        f"AND {STANDS} IN ({listed(before)}))"
        for kind, (state, before) in MOVES.items()
    ]
    stays = [
        f"(NEW.kind = '{kind.value}' AND NEW.state = {STANDS} "
        f"AND {STANDS} IN ({listed(before)}))"
        for kind, before in STAYS.items()
    ]
    confirmed = (
        f"(NEW.kind = '{Kind.CONFIRMED.value}' "
        f"AND NEW.state = '{State.CONFIRMED.value}' "
        f"AND {STANDS} = '{State.RECEIVED.value}')"
    )
    begins = (
        f"(NEW.kind = '{Kind.RECEIVED.value}' "
        f"AND NEW.state = '{State.RECEIVED.value}' AND {STANDS} IS NULL)"
    )
    return " OR ".join([begins, confirmed, *moves, *stays])


def kept_two_years(table: str, moment: str, what: str) -> list[Trigger]:
    """Append-only rows that may go when 24 months have passed (11 CCR 7101(a))."""
    kept = [each for each in append_only(table, what) if each.event != "DELETE"]
    early = Trigger(
        f"{table}_no_early_delete",
        table,
        "DELETE",
        f"OLD.{moment} > {{two_years_ago}}",
        f"{what} is kept for 24 months at least.",
    )
    return [*kept, early]


REQUESTS = [
    Trigger(
        "request_keeps_what_it_is",
        REQUEST,
        "UPDATE",
        CHANGED,
        "A request keeps its number, its right, its receipt and who asked.",
    ),
    Trigger(
        "request_stays_erased",
        REQUEST,
        "UPDATE",
        "OLD.sealed = '' AND NEW.sealed <> ''",
        "Personal data that was erased does not come back.",
    ),
    Trigger(
        "request_no_early_delete",
        REQUEST,
        "DELETE",
        "OLD.entered_at > {two_years_ago}",
        "A request is kept for 24 months at least; its personal data can be erased.",
    ),
    never(REQUEST, "TRUNCATE", "Requests are never deleted together."),
    Trigger(
        "request_no_replace",
        REQUEST,
        "INSERT",
        f"EXISTS (SELECT 1 FROM {REQUEST} r WHERE r.id = NEW.id) "
        f"OR EXISTS (SELECT 1 FROM {REQUEST} r WHERE r.number = NEW.number)",
        "A request is never replaced.",
    ),
]

STEPS = [
    *kept_two_years(STEP, "recorded_at", "A step of a request"),
    Trigger(
        "request_step_in_order",
        STEP,
        "INSERT",
        f"NEW.number <> 1 + (SELECT COALESCE(MAX(s.number), 0) FROM {STEP} s "
        "WHERE s.request_id = NEW.request_id)",
        "The steps of a request are numbered without gaps.",
    ),
    Trigger(
        "request_ends",
        STEP,
        "INSERT",
        f"COALESCE({STANDS} IN ({listed(ENDS)}), false) AND NEW.kind NOT IN "
        f"({listed((Kind.APPEALED, Kind.CONFIRMED, Kind.ERASED))})",
        "After a request has ended, nothing follows but an appeal.",
    ),
    Trigger(
        "request_step_may_follow",
        STEP,
        "INSERT",
        f"NOT COALESCE({allowed()}, false)",
        "This step cannot follow where the request stands.",
    ),
    Trigger(
        "request_identity_comes_first",
        STEP,
        "INSERT",
        f"NEW.kind = '{Kind.BEGUN.value}' AND NOT {has_step(Kind.VERIFIED)} "
        f"AND NOT EXISTS (SELECT 1 FROM {REQUEST} r WHERE r.id = NEW.request_id "
        f'AND r."right" IN ({listed(WITHOUT_IDENTITY)}))',
        "Before work on this request begins, the identity is verified.",
    ),
    Trigger(
        "request_extended_once",
        STEP,
        "INSERT",
        f"NEW.kind = '{Kind.EXTENDED.value}' AND {has_step(Kind.EXTENDED)}",
        "The time of a request is extended only once.",
    ),
    Trigger(
        "request_extended_in_time",
        STEP,
        "INSERT",
        f"NEW.kind = '{Kind.EXTENDED.value}' AND NOT EXISTS (SELECT 1 FROM {REQUEST} r "
        "WHERE r.id = NEW.request_id AND r.first_deadline > NEW.at)",
        "The time of a request is extended before its first deadline.",
    ),
    Trigger(
        "request_confirmed_once",
        STEP,
        "INSERT",
        f"NEW.kind = '{Kind.CONFIRMED.value}' AND {has_step(Kind.CONFIRMED)}",
        "The address of a request is confirmed only once.",
    ),
]

HOLDS = [
    *kept_two_years(HOLD, "placed_at", "A legal hold"),
    *kept_two_years(RELEASE, "released_at", "The release of a legal hold"),
    Trigger(
        "hold_is_released_only_once",
        RELEASE,
        "INSERT",
        f"EXISTS (SELECT 1 FROM {RELEASE} r WHERE r.hold_id = NEW.hold_id)",
        "This hold was released already.",
    ),
]

TRIGGERS = [
    *REQUESTS,
    *STEPS,
    *kept_two_years(VIEW, "at", "A view of personal data"),
    *HOLDS,
]
