"""Documents as the screens show them, to those whom they are open (rule ORG-9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.records.document import DocumentNotFound, Right
from people.domain.records.upload import FileUpload, UploadNotFound
from people.queries.organisation.structure import standings, units_below, units_led_by

# In force today, with all above it.
ABOVE = text("""
    WITH RECURSIVE above(unit_id, parent_id, height) AS (
        SELECT unit_id, parent_id, 0 FROM unit_period
        WHERE unit_id = ANY(:units) AND valid_from <= :on AND (valid_until IS NULL OR valid_until > :on)
        UNION
        SELECT u.unit_id, u.parent_id, height + 1 FROM above JOIN unit_period u ON u.unit_id = above.parent_id
        WHERE u.valid_from <= :on AND (u.valid_until IS NULL OR u.valid_until > :on) AND height < 30
    )
    SELECT DISTINCT unit_id FROM above
""")
ROLES = text("SELECT DISTINCT role_id FROM role_sources_on(:on) WHERE account_id = :account_id")
ENTRY = """
    SELECT CASE WHEN bool_or(a.access = 'write') THEN 'write' WHEN count(*) > 0 THEN 'read' END FROM document_access a
    WHERE a.document_id = d.id AND (a.unit_id IS NULL OR a.unit_id = ANY(:inside)) AND (a.role_id IS NULL OR a.role_id = ANY(:roles))
"""
RIGHT = f"(CASE WHEN :all OR d.unit_id = ANY(:led) THEN 'write' ELSE ({ENTRY}) END)"
ROW = f"""
    SELECT d.id, d.unit_id, u.name_zh AS unit_zh, u.name_en AS unit_en, d.folder, d.name, d.description, d.keep_until, d.state, d.created_at,
           d.created_by, d.version, v.number AS newest, v.file_name, v.media_type, v.size, v.filed_at, v.filed_by, r.access
    FROM document d CROSS JOIN LATERAL (SELECT {RIGHT} AS access) r
    JOIN LATERAL (SELECT * FROM document_version v WHERE v.document_id = d.id ORDER BY v.number DESC LIMIT 1) v ON true
    LEFT JOIN LATERAL (SELECT name_zh, name_en FROM unit_period p WHERE p.unit_id = d.unit_id AND p.valid_from <= :on
                       ORDER BY p.valid_from DESC LIMIT 1) u ON true
"""
LIST = text(f"""
    {ROW} WHERE r.access IS NOT NULL
      AND (CAST(:q AS text) IS NULL OR position(lower(:q) IN lower(d.folder || '/' || d.name || ' ' || v.file_name || ' ' || d.description)) > 0)
      AND (CAST(:units AS uuid[]) IS NULL OR d.unit_id = ANY(CAST(:units AS uuid[])))
      AND (CAST(:folder AS text) IS NULL OR d.folder = :folder)
      AND (CASE WHEN CAST(:state AS text) IS NULL THEN d.state <> 'destroyed' ELSE d.state = :state END)
      AND (NOT :kept_until_past OR d.keep_until < :on)
      AND (CAST(:after AS uuid) IS NULL OR d.id < CAST(:after AS uuid))
    ORDER BY d.id DESC LIMIT :limit
""")
ONE = text(f"{ROW} WHERE d.id = :id AND r.access IS NOT NULL")
VERSIONS = text("""
    SELECT number, file_name, media_type, size, digest, note, filed_at, filed_by FROM document_version WHERE document_id = :id ORDER BY number DESC
""")
ACCESS = text("SELECT unit_id, role_id, access FROM document_access WHERE document_id = :id ORDER BY unit_id, role_id, access")
UPLOAD = text("SELECT id, actor_id, file_name, size, begun_at, filed FROM file_upload WHERE id = :id AND actor_id = :actor_id")
PARTS = text("SELECT number FROM file_part WHERE upload_id = :id ORDER BY number")
PART = text("SELECT sealed FROM file_part WHERE upload_id = :id AND number = :number")


@dataclass(frozen=True, kw_only=True)
class Opener:
    """Who asks: `inside` their units and all above, `led` those they lead and all below, `member` exactly theirs; `all`: every document."""

    inside: Sequence[UUID]
    led: Sequence[UUID]
    roles: Sequence[UUID]
    member: Sequence[UUID]
    all: bool

    def may_file_in(self, unit_id: UUID) -> bool:
        return self.all or unit_id in self.led or unit_id in self.member


async def opener_of(reader: AsyncSession, *, employee_id: UUID | None, account_id: UUID | None, all_: bool, on: date) -> Opener:
    roles = [] if account_id is None else (await reader.scalars(ROLES, {"account_id": account_id, "on": on})).all()
    if employee_id is None:
        return Opener(inside=[], led=[], roles=roles, member=[], all=all_)
    held = (await standings(reader, employees=[employee_id], on=on)).get(employee_id, [])
    member = sorted({one.unit_id for one in held})
    led = await units_led_by(reader, employee_id=employee_id, on=on)
    led = await units_below(reader, units=led, on=on) if led else []
    inside = (await reader.scalars(ABOVE, {"units": [*member, *led], "on": on})).all()
    return Opener(inside=inside, led=led, roles=roles, member=member, all=all_)


@dataclass(frozen=True, kw_only=True)
class DocumentRow:
    """`access` is what the asker may do: read or write."""

    id: UUID
    unit_id: UUID
    unit_zh: str | None
    unit_en: str | None
    folder: str
    name: str
    description: str
    keep_until: date | None
    state: str
    created_at: datetime
    created_by: str
    version: int
    newest: int
    file_name: str
    media_type: str
    size: int
    filed_at: datetime
    filed_by: str
    access: Right


@dataclass(frozen=True, kw_only=True)
class VersionRow:
    number: int
    file_name: str
    media_type: str
    size: int
    digest: str
    note: str
    filed_at: datetime
    filed_by: str


@dataclass(frozen=True, kw_only=True)
class AccessRow:
    unit_id: UUID | None
    role_id: UUID | None
    access: Right


@dataclass(frozen=True, kw_only=True)
class DocumentSearch:
    q: str | None
    units: Sequence[UUID] | None
    folder: str | None
    state: str | None
    kept_until_past: bool
    on: date


def _asked_by(opener: Opener, on: date) -> dict[str, object]:
    return {"all": opener.all, "led": list(opener.led), "inside": list(opener.inside), "roles": list(opener.roles), "on": on}


async def list_document_rows(
    reader: AsyncSession, *, opener: Opener, search: DocumentSearch, after: UUID | None, limit: int
) -> list[DocumentRow]:
    """Newest first; destroyed ones only when they are asked for."""
    given = {name: getattr(search, name) for name in DocumentSearch.__dataclass_fields__} | _asked_by(opener, search.on)
    return [DocumentRow(**row) for row in (await reader.execute(LIST, {**given, "after": after, "limit": limit})).mappings()]


async def find_document_row(reader: AsyncSession, document_id: UUID, *, opener: Opener, on: date) -> DocumentRow:
    """Raises DocumentNotFound, also for one that is not open to them."""
    row = (await reader.execute(ONE, {"id": document_id, **_asked_by(opener, on)})).mappings().one_or_none()
    if row is None:
        raise DocumentNotFound
    return DocumentRow(**row)


async def list_version_rows(reader: AsyncSession, document_id: UUID) -> list[VersionRow]:
    """Newest first."""
    return [VersionRow(**row) for row in (await reader.execute(VERSIONS, {"id": document_id})).mappings()]


async def list_access_rows(reader: AsyncSession, document_id: UUID) -> list[AccessRow]:
    return [AccessRow(**row) for row in (await reader.execute(ACCESS, {"id": document_id})).mappings()]


async def find_upload(reader: AsyncSession, upload_id: UUID, *, actor_id: str) -> tuple[FileUpload, list[int]]:
    """One's own, with the parts that are there. Raises UploadNotFound."""
    row = (await reader.execute(UPLOAD, {"id": upload_id, "actor_id": actor_id})).mappings().one_or_none()
    if row is None:
        raise UploadNotFound
    return FileUpload(**row), list((await reader.scalars(PARTS, {"id": upload_id})).all())


async def sealed_part(reader: AsyncSession, *, upload_id: UUID, number: int) -> bytes | None:
    return await reader.scalar(PART, {"id": upload_id, "number": number})
