"""Links nobody guesses, and the digests under which keys are kept."""

import secrets
from hashlib import sha256

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Letters and digits nobody mistakes for one another; read aloud, typed on a phone."""

CODE_LETTERS = 13
"""Of a room's link: 31^13 is more than 2^64."""

PIN_LETTERS = 6
"""Of the short code: 31^6 is 2^29.7. It is guessed at a limited rate, see ``rolecheck.host.limits``."""

KEY_BYTES = 16
"""Of the keys of leads and guests: 128 bits."""


def new_code() -> str:
    """Return the secret of a room's link."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LETTERS))


def new_pin() -> str:
    """Return the short code of a room."""
    return "".join(secrets.choice(ALPHABET) for _ in range(PIN_LETTERS))


def new_key() -> str:
    """Return the key of a lead or a guest."""
    return secrets.token_urlsafe(KEY_BYTES)


def digest(key: str) -> str:
    """Return what is kept of a key; keys are random throughout, so nothing slower is called for."""
    return sha256(key.encode()).hexdigest()


def new_seed() -> int:
    """Return the seed that shuffles a guest's options."""
    return secrets.randbits(32)
