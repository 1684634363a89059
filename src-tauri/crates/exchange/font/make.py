"""Makes the fonts that PDF reports embed from the ones the window uses (run in ui/ after `npm ci`; needs fonttools, brotli).

Be Vietnam Pro comes in three files by script and has no figures of one width: the files are put together, and the ten
digits are those of Inter (`src/font`), all as wide as the widest, so that amounts stand under each other.
"""
import sys
from pathlib import Path

from fontTools.merge import Merger
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ui, out = Path(sys.argv[1]), Path(__file__).parent
SOURCE = ui / "node_modules/@fontsource"


def plain(path, to):
    font = TTFont(path)
    for table in ("fpgm", "prep", "cvt ", "gasp"):
        if table in font:
            del font[table]
    for glyph in font["glyf"].glyphs.values():
        glyph.expand(font["glyf"])
        if hasattr(glyph, "program"):
            glyph.removeHinting()
    font.flavor = None
    font.save(to)
    return to


def tabular(font, figures):
    """Digits of one width under names of their own, so that no kerning touches them."""
    glyphs, cmap = figures.getGlyphSet(), figures.getBestCmap()
    scale = font["head"].unitsPerEm / figures["head"].unitsPerEm
    width = max(figures["hmtx"][cmap[ord(d)]][0] for d in "0123456789") * scale
    order = font.getGlyphOrder()
    for digit in "0123456789":
        own = cmap[ord(digit)]
        pen = TTGlyphPen(None)
        shift = (width - figures["hmtx"][own][0] * scale) / 2
        glyphs[own].draw(TransformPen(pen, (scale, 0, 0, scale, shift, 0)))
        name = f"figure{digit}"
        font["glyf"][name] = pen.glyph()
        font["hmtx"][name] = (round(width), round(shift + figures["hmtx"][own][1] * scale))
        for table in font["cmap"].tables:
            if ord(digit) in table.cmap:
                table.cmap[ord(digit)] = name
    font.setGlyphOrder(list(dict.fromkeys([*order, *(f"figure{d}" for d in "0123456789")])))


def vietnamese(weight, name):
    parts = []
    for script in ("latin", "latin-ext", "vietnamese"):
        part = SOURCE / f"be-vietnam-pro/files/be-vietnam-pro-{script}-{weight}-normal.woff2"
        parts.append(str(plain(part, out / f".{script}.ttf")))
    font = Merger().merge(parts)
    for part in parts:
        Path(part).unlink()
    tabular(font, TTFont(ui / f"src/font/figures-{weight}.woff2"))
    options = Options(hinting=False, layout_features=["kern", "mark", "mkmk", "ccmp"], name_IDs=["*"], notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for code in font.getBestCmap() if code != 0xAD])
    subsetter.subset(font)
    font.save(out / name)


vietnamese(400, "BeVietnamPro-Regular.ttf")
vietnamese(600, "BeVietnamPro-SemiBold.ttf")
plain(SOURCE / "noto-sans-thai/files/noto-sans-thai-thai-400-normal.woff2", out / "NotoSansThai-Regular.ttf")
