"""An extension point with other items than those the chapters registered."""

from __future__ import annotations

from typing import Any

from doccontrol.extension_points import ExtensionPoint


def point_of(*items: Any) -> ExtensionPoint[Any]:
    point: ExtensionPoint[Any] = ExtensionPoint()
    for item in items:
        point.register(item)
    return point
