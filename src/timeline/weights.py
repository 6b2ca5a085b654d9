"""The quality values of an Accept header (RFC 9110, 12.4.2): what a client would rather have."""


def weights(header: str) -> dict[str, float]:
    """What ``header`` names, in small letters and its order, with weights from 0 (not wanted) to 1."""
    parts = (part.partition(";") for part in header.lower().split(","))
    return {name.strip(): _weight(parameters) for name, _, parameters in parts}


def _weight(parameters: str) -> float:
    """The quality value among the ``parameters``; what cannot be read is not wanted."""
    name, _, value = parameters.replace(" ", "").partition("=")
    try:
        weight = float(value) if name == "q" else 1.0
    except ValueError:
        return 0.0
    return weight if 0 < weight <= 1 else 0.0
