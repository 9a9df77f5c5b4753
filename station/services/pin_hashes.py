"""How PINs are kept: as Argon2id hashes, slow on purpose."""

from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from station.services.errors import Refused

PIN_HASHES: Final = PasswordHasher(time_cost=5, memory_cost=19 * 1024, parallelism=1, hash_len=32, salt_len=16)
"""One check takes about 60 ms on the machine it was measured on, up to 135 ms while others have both of its cores. An
older hash with other costs is replaced when its owner next types the PIN. Tests hand in a cheaper one."""


def matches(hasher: PasswordHasher, pin_hash: str, pin: str) -> bool:
    """Whether it is that PIN. As slow as the hash was made to be. Raises Refused for a hash that cannot be read."""
    try:
        return hasher.verify(pin_hash, pin)
    except VerifyMismatchError:
        return False
    except (InvalidHashError, VerificationError) as error:
        raise Refused("The PIN kept for this person cannot be read. Ask an administrator to set a new one.") from error
