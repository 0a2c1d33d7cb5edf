"""Who gets which stories, as desk.toml says it: owners, their channels, the server for mail.

Enter: `[[owners]]` and `[delivery]`. Leave: checked settings. Passwords and tokens never stand here,
only the names of the environment variables that hold them.
"""

from __future__ import annotations

import re
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

VARIABLE = r"^([A-Z][A-Z0-9_]*)?$"
FORMS = {
    "email": (r"[^\s@<>,;]+@[^\s@<>,;]+", "an address such as team@example.org"),
    "webhook": (r"https?://\S+", "an http(s) address"),
    "github": (r"[\w.-]+/[\w.-]+", "a repository such as acme/platform"),
}


class Owner(BaseModel):
    """Somebody who answers for something, and where the stories on it go."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    name: str = ""
    domains: tuple[str, ...] = ()
    """Domains of the desk whose stories go to them."""
    names: tuple[str, ...] = ()
    """Names (products, systems) whose mention in a story makes it theirs."""
    sources: tuple[str, ...] = ()
    """Ids of sources whose stories go to them."""
    channel: Literal["email", "webhook", "github"]
    to: str = ""
    """An address for email, an address for a webhook, owner/repository for an issue."""
    to_env: str = Field("", pattern=VARIABLE)
    """Environment variable that holds `to`, where that is a secret."""
    secret: str = Field("", pattern=VARIABLE)
    """Environment variable: the key that signs a webhook's body, or the token for issues."""

    @model_validator(mode="after")
    def _whole(self) -> Owner:
        if not (self.domains or self.names or self.sources):
            raise ValueError(f"owner {self.id!r} needs domains, names or sources")
        if bool(self.to) == bool(self.to_env):
            raise ValueError(f"owner {self.id!r} needs either to or to_env")
        pattern, form = FORMS[self.channel]
        if self.to and not re.fullmatch(pattern, self.to):
            raise ValueError(f"owner {self.id!r}: to must be {form} for the channel {self.channel}")
        if self.channel == "github" and not self.secret:
            raise ValueError(f"owner {self.id!r}: secret must name the variable with the token")
        return self


class Delivery(BaseModel):
    """How digests leave the house."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    smtp_host: str = ""
    smtp_port: int = Field(587, ge=1, le=65_535)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = Field("", pattern=VARIABLE)
    """Environment variable with the user; empty: no login."""
    smtp_password: str = Field("", pattern=VARIABLE)
    sender: str = Field("", pattern=r"^([^\s@<>,;]+@[^\s@<>,;]+)?$")
    """Who the mail is from; empty: the publisher's address."""
    github_api: str = Field("https://api.github.com", pattern=r"^https?://\S+$")
    seconds: float = Field(20.0, gt=0, le=300)
    """How long a server is waited for; a digest takes three times as long at most."""
    days: int = Field(7, ge=1, le=60)
    """How many days back what was missed is made up for."""


def fault(owners: tuple[Owner, ...], delivery: Delivery, domains: set[str]) -> str:
    """What is wrong with the owners of a desk; "" when nothing is."""
    ids = [one.id for one in owners]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        return f"owner ids must differ; twice: {', '.join(twice)}"
    for owner in owners:
        if unknown := sorted(set(owner.domains) - domains):
            return f"owner {owner.id!r} names domains the desk has not: {', '.join(unknown)}"
    if any(one.channel == "email" for one in owners) and not delivery.smtp_host:
        return "an owner is reached by email, so [delivery] needs smtp_host"
    return ""
