"""Brio's control bytes, and the figures that its date-times are counted from."""

from __future__ import annotations

NULL, MARKER, NA, REMOVE = 0x00, 0x01, 0x02, 0x03
FALSE, TRUE = 0x04, 0x05
NUMBER_I2, NUMBER_I4, NUMBER_F8 = 0x06, 0x07, 0x08
STR = 0x09
REF_STR, REF_I8 = 0x0A, 0x0B
URI = 0x0C
DATE, TIME = 0x0D, 0x0E
DATETIME_I4, DATETIME_I8 = 0x0F, 0x10
COORD = 0x11
XSTR = 0x12
BUF = 0x13
DICT_EMPTY, DICT = 0x14, 0x15
LIST_EMPTY, LIST = 0x16, 0x17
GRID = 0x18
SYMBOL = 0x19
DATETIME_F8 = 0x20

DICT_OPEN, DICT_CLOSE = 0x7B, 0x7D
LIST_OPEN, LIST_CLOSE = 0x5B, 0x5D
GRID_OPEN, GRID_CLOSE = 0x3C, 0x3E

MAX_DEPTH = 100
"""How deep Lists, Dicts and Grids may nest, in both directions."""
