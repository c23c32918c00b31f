"""The longer texts of the scenarios: code, plans and a guide heavy enough to try a renderer."""

from __future__ import annotations

HANDLER = '''"""Signing in."""

from urllib.parse import urlsplit

from flask import redirect, request


def login():
    user = check(request.form)
    if user is None:
        return render("login.html", error="Wrong name or password")
    remember(user)
    return redirect(urlsplit(request.args.get("next", "/")).path)
'''
OLD_HANDLER = """    remember(user)
    return redirect(urlsplit(request.args.get("next", "/")).path)
"""
NEW_HANDLER = """    remember(user)
    return redirect(target_of(request))


def target_of(request):
    \"\"\"Where to go after signing in: the page asked for, on this host only.\"\"\"
    wanted = urlsplit(request.args.get("next", "/"))
    path = wanted.path or "/"
    return f"{path}?{wanted.query}" if wanted.query else path
"""

RELEASE_NOTES = """## 2.4

**New**

- Orders can be split into several shipments.
- The export knows the *tax report* format.

**Better**

- Search answers in 80 ms instead of 400 ms on large catalogues.
- Signing in keeps the page you came for, with its query string.

**Fixed**

- Time zones in invoices.
- A crash when a voucher had expired.
- Two mails for one refund."""

SURVEY = """Little is left. The old client is used in **three places**:

| folder | uses | how | effort |
|---|---:|---|---|
| `checkout` | 2 | behind `Gateway` | an hour |
| `refunds` | 1 | nightly job, own retry | half a day |
| `reports` | 0 | unused import | minutes |

Suggested order:

1. Remove the import in `reports`.
2. Move `checkout`: `Gateway` hides the difference, so the callers stay as they are.
3. Move `refunds` last, and watch one night before deleting the old client.

> The nightly job counts on the old client raising `Timeout` where the new one returns a status. That is the one
> real change."""

MIGRATION_PLAN = """# Splitting `orders` without downtime

1. **Add** `order_lines` beside the table; nothing reads it yet.
2. **Write both** from `api/orders.py` and `jobs/import.py`, behind one function.
3. **Copy** the old rows in batches of 5,000, newest first, with a pause between batches.
4. **Compare** counts and checksums for a week.
5. **Read** from the new table; keep writing both for one release.
6. **Drop** the old column.

Each step can be taken back by itself. The only lock is in step 6 and lasts milliseconds."""

_FIELDS = "\n".join(
    f"| `{name}` | {kind} | {need} | {text} |"
    for name, kind, need, text in (
        ("id", "string", "yes", "unique, sortable by time"),
        ("type", "string", "yes", "what happened, in the past tense"),
        ("version", "integer", "yes", "of the schema, at present 3"),
        ("at", "string", "yes", "RFC 3339, UTC"),
        ("source", "string", "yes", "the service that saw it"),
        ("subject", "string", "no", "what it happened to"),
        ("actor", "object", "no", "who did it, if anybody"),
        ("actor.kind", "string", "no", "`person`, `service` or `schedule`"),
        ("data", "object", "no", "facts of this type"),
        ("links", "array", "no", "where to read more"),
        ("trace", "string", "no", "W3C trace id"),
        ("attempt", "integer", "no", "deliveries so far, from 1"),
    )
)

GUIDE = f"""# The event API

Every change in the system is an **event**. You can *listen* to them as they happen, or *read back* what you missed;
both give the same events in the same order.

## In a hurry

```python
import httpx

with httpx.stream("GET", "https://api.example.com/v3/events", headers={{"Accept": "text/event-stream"}}) as stream:
    for line in stream.iter_lines():
        if line.startswith("data:"):
            handle(line[5:])
```

That is all you need to see events. The rest of this page is about not missing any.

## Reading without a gap

1. Remember the `id` of the last event you have dealt with.
2. When the connection ends, come back with `Last-Event-ID`.
3. Deal with an event twice rather than never: look its `id` up before you act.

- Events are kept for **30 days**.
- A reader that is more than 10,000 events behind is told so:
  - it gets a `gap` event with the first number it can still have,
  - and goes on from there.
- Order is kept within one `subject`, not between two.

```sql
CREATE TABLE handled (
    id   text PRIMARY KEY,
    at   timestamptz NOT NULL DEFAULT now()
);
INSERT INTO handled (id) VALUES ($1) ON CONFLICT DO NOTHING;
```

## Every field

| field | type | always there | meaning |
|---|---|---|---|
{_FIELDS}

Fields are added, never renamed. Ignore what you do not know.

## An example

```json
{{
  "id": "01JD3M8Q6T",
  "type": "order.split",
  "version": 3,
  "at": "2026-11-22T09:41:07Z",
  "source": "warehouse",
  "subject": "order/48213",
  "actor": {{ "kind": "schedule" }},
  "data": {{ "parts": 2, "reason": "stock" }}
}}
```

> **Note.** `actor` is missing where the system acted by itself. Do not take its absence for an error.

## When something goes wrong

| answer | why | what to do |
|---|---|---|
| 401 | the key has expired | renew it, then come back with `Last-Event-ID` |
| 409 | another reader uses the same name | choose another name |
| 429 | too many connections | wait as long as `Retry-After` says |
| 503 | a deployment | come back; nothing is lost |

### Back-off

Wait `min(30, 2 ** attempt)` seconds, and add up to a second by chance so that not all readers come back at once:

```python
def pause(attempt: int) -> float:
    return min(30.0, 2.0**attempt) + random.random()
```

## Trying it

```console
$ curl -N https://api.example.com/v3/events?types=order.split
event: order.split
id: 01JD3M8Q6T
data: {{"version": 3, "subject": "order/48213"}}
```

That is the whole of it: *listen, remember, come back*."""
