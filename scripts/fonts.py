"""Subsets and instances the typefaces of assets/fonts; called by scripts/fonts.

Latin and Greek: Source Serif 4, Source Sans 3 and Source Code Pro, at the weights and optical
sizes that the gallery uses. Chinese: Noto Serif CJK SC and Noto Sans CJK SC, with the
3,755 characters of GB 2312 level 1 and every further character that the messages and
the built-in exhibition use.
"""

import pathlib
import sys

from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

SOURCE, NOTO = map(pathlib.Path, sys.argv[1:3])
OUT = pathlib.Path("assets/fonts")

# name: (package, files' stem, slope, where on the axes, family, style, on the page)
LATIN = {
    "serif-display": ("source-serif-4", "opsz", "normal", {"opsz": 60, "wght": 400}, "Enfilade Serif Display", "Regular", True),
    "serif-regular": ("source-serif-4", "opsz", "normal", {"opsz": 14, "wght": 400}, "Enfilade Serif", "Regular", True),
    "serif-italic": ("source-serif-4", "opsz", "italic", {"opsz": 14, "wght": 400}, "Enfilade Serif", "Italic", False),
    "serif-semibold": ("source-serif-4", "opsz", "normal", {"opsz": 18, "wght": 600}, "Enfilade Serif", "Bold", False),
    "sans-regular": ("source-sans-3", "wght", "normal", {"wght": 400}, "Enfilade Sans", "Regular", True),
    "sans-semibold": ("source-sans-3", "wght", "normal", {"wght": 600}, "Enfilade Sans", "Bold", True),
    "mono-regular": ("source-code-pro", "wght", "normal", {"wght": 400}, "Enfilade Mono", "Regular", True),
}
# name: (collection, family inside it, family, style)
CHINESE = {
    "serif-sc-regular": ("NotoSerifCJK-Regular.ttc", "Noto Serif CJK SC", "Enfilade Serif SC", "Regular"),
    "sans-sc-regular": ("NotoSansCJK-Regular.ttc", "Noto Sans CJK SC", "Enfilade Sans SC", "Regular"),
}
SIGNS = "←↑→↓↖↗↘↙○●◎◇◆□■△▲▽▼★☆※·—‘’“”…、。〈〉《》「」『』【】〔〕〖〗々〇"


def main():
    for name, (package, stem, slope, place, family, style, on_page) in LATIN.items():
        parts = []
        for script in ("latin", "latin-ext", "greek"):
            path = SOURCE / package / "files" / f"{package}-{script}-{stem}-{slope}.woff2"
            font = instancer.instantiateVariableFont(TTFont(path), place)
            font.flavor = None
            part = OUT / f"{script}.part.ttf"
            font.save(part)
            parts.append(part)
        font = Merger().merge([str(part) for part in parts])
        for part in parts:
            part.unlink()
        rename(font, name, family, style)
        font = keep(font, set(font.getBestCmap()) - {0x200B, 0xFEFF})
        save(font, name, "ttf")
        if on_page:
            page = TTFont(OUT / f"{name}.ttf")
            page.flavor = "woff2"
            page.save(OUT / f"{name}.woff2")

    wanted = chinese_characters()
    for name, (collection, inside, family, style) in CHINESE.items():
        font = member(NOTO / collection, inside)
        rename(font, name, family, style)
        font = keep(font, wanted)
        save(font, name, "otf")


def chinese_characters():
    """GB 2312 level 1, its signs, full-width forms, and what the texts of assets use."""
    level_1 = {
        bytes([row, cell]).decode("gb2312")
        for row in range(0xB0, 0xD8)
        for cell in range(0xA1, 0xFF if row < 0xD7 else 0xFA)
    }
    wanted = {ord(c) for c in level_1} | {ord(c) for c in SIGNS} | set(range(0xFF01, 0xFF5F))
    for path in sorted(pathlib.Path("assets").rglob("*")):
        if path.suffix in {".ftl", ".toml", ".json", ".lock"}:
            wanted |= {ord(c) for c in path.read_text("utf-8") if ord(c) > 0x2E7F}
    return wanted


def member(collection, family):
    """The member of a font collection that has this family name."""
    number = 0
    while True:
        font = TTFont(collection, fontNumber=number)
        if font["name"].getBestFamilyName() == family:
            return font
        number += 1


def keep(font, unicodes):
    options = subset.Options()
    options.layout_features = ["kern", "liga", "locl", "ccmp", "mark", "mkmk", "tnum", "pnum", "lnum", "onum", "case", "palt", "halt", "chws"]
    options.hinting = False
    options.desubroutinize = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.glyph_names = False
    options.notdef_outline = True
    options.drop_tables += ["DSIG", "VORG", "vhea", "vmtx", "BASE", "FFTM"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=unicodes)
    subsetter.subset(font)
    return font


def rename(font, name, family, style):
    """A subset is a modified version, which the OFL wants under a name of its own."""
    names = font["name"]
    for number in (16, 17, 18, 21, 22, 25):
        names.removeNames(nameID=number)
    for number, words in ((1, family), (2, style), (3, f"Enfilade {name}"), (4, f"{family} {style}"), (6, f"{family}-{style}".replace(" ", ""))):
        names.removeNames(nameID=number)
        names.setName(words, number, 3, 1, 0x409)
    bold, italic = style == "Bold", style == "Italic"
    font["OS/2"].usWeightClass = 700 if bold else 400
    selection = font["OS/2"].fsSelection & ~0b1100001
    font["OS/2"].fsSelection = selection | (0x20 if bold else 0) | (0x01 if italic else 0) | (0 if bold or italic else 0x40)
    font["head"].macStyle = (1 if bold else 0) | (2 if italic else 0)
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames[0] = f"{family}-{style}".replace(" ", "")
        top = cff.topDictIndex[0]
        top.FamilyName, top.FullName = family, f"{family} {style}"


def save(font, name, suffix):
    font.save(OUT / f"{name}.{suffix}")


main()
