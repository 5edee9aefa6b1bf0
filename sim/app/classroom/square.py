"""Square: the QR code with which a phone opens the class's page, its code already typed."""

from __future__ import annotations

from functools import lru_cache

_BORDER = 4  # modules that must stay white around it, says the standard


@lru_cache(maxsize=8)
def square(address: str) -> str | None:
    """Return the QR code of an address, as a picture that a page can hold in itself (data:).

    It is dark on white in every colour scheme, as many phones read no other. Without segno, which
    comes with the extra [app], there is none: the address and the code stand on the wall as well.
    """
    try:
        import segno
    except ImportError:
        return None
    return segno.make(address, error="m", micro=False).svg_data_uri(border=_BORDER, light="#fff")
