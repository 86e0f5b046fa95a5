"""Long texts in pieces, as they are searched and quoted."""

from __future__ import annotations

from collections import deque

# A snippet of a text much longer than this would cost a reader time.
PIECE_LETTERS = 10_000


def pieces(text: str, *, most: int, letters: int = PIECE_LETTERS) -> list[str]:
    """A long text cut at the ends of lines into at most ``most`` pieces of about ``letters``; a
    line longer than that is cut between words. The rest is left out."""
    parts: list[str] = []
    lines = deque(text.split("\n"))
    piece: list[str] = []
    size = 0
    while lines and len(parts) < most:
        line = lines.popleft()
        if len(line) > letters:
            cut = line.rfind(" ", 1, letters) if " " in line[1:letters] else letters
            lines.appendleft(line[cut:].lstrip())
            line = line[:cut]
        if piece and size + len(line) > letters:
            parts.append("\n".join(piece))
            piece, size = [], 0
        piece.append(line)
        size += len(line) + 1
    if piece and len(parts) < most:
        parts.append("\n".join(piece))
    return [whole for whole in parts if whole.strip()]
