"""Writes one small file over and over, of another length each time, until it is killed."""

from itertools import count
from pathlib import Path

from station.store.whole_file import write_whole
from tests.killing import say, serve


def body_of(number: int) -> bytes:
    return f"{number}:".encode() * (1 + number * 7919 % 4000)


def write(where: str) -> None:
    for number in count():
        write_whole(Path(where), body_of(number))
        say(number)


if __name__ == "__main__":
    serve(write)
