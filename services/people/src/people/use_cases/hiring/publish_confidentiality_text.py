from datetime import date

from chassis.uow import UnitOfWork
from people.domain.hiring.papers import ConfidentialityText, TextInThePast, digest_of
from people.store.hiring.files import add_text


async def publish_confidentiality_text(uow: UnitOfWork, *, title: str, body: str, effective_from: date) -> ConfidentialityText:
    """Everybody who works here signs it anew from that day on (rule ORG-6). Raises TextInThePast."""
    if effective_from < uow.today:
        raise TextInThePast
    text = ConfidentialityText(
        title=title,
        body=body,
        digest=digest_of(title, body),
        effective_from=effective_from,
        published_by=uow.actor.name,
        published_at=uow.now,
    )
    await add_text(uow, text)
    after: dict[str, object] = {"title": title, "digest": text.digest, "effective_from": effective_from.isoformat()}
    uow.audit("confidentiality_text.published", noun="confidentiality_text", noun_id=str(text.number), after=after)
    uow.changed("confidentiality_text", str(text.number))
    return text
