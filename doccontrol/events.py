"""What other packages may react to. doccontrol sends; it never knows who listens.

Sent with ``send`` inside the writing transaction: if a listener fails, the write fails.
Listeners write an outbox row and nothing else.
"""

from __future__ import annotations

from django.dispatch import Signal

edition_changed = Signal()  # edition: issued, ended, or its document withdrawn
counting_changed = Signal()  # what periods are counted by: settings, a holiday, a kind of text
legal_text_changed = Signal()  # text: registered, corrected, a relation or a file of it changed
