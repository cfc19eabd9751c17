"""What a person types into a search box, as LIKE patterns."""


def like_prefix(q: str | None) -> dict[str, str | None]:
    """`q` matches anywhere, `prefix` at the beginning; both None without a search."""
    if q is None or not q.strip():
        return {"q": None, "prefix": None}
    plain = q.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return {"q": f"%{plain}%", "prefix": f"{plain}%"}
