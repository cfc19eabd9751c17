"""Answers that are PDF."""

from typing import Any

from fastapi import Response

PDF = "application/pdf"
PDF_ANSWER: dict[int | str, dict[str, Any]] = {200: {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}}


def pdf_response(content: bytes, *, filename: str) -> Response:
    return Response(content, media_type=PDF, headers={"Content-Disposition": f'inline; filename="{filename}"'})
