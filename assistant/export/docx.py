"""A paper as a Word document (Office Open XML, ECMA-376), to print. The same paper gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from assistant.export.places import Place, closing, marks, places
from assistant.paper import Block, Heading, Items, Line, PageBreak, Paper, Table, one_line

WIDE = 4  # columns that fit on an upright page
_NUMBERING = {
    "bullet": ("bullet", "•"),
    "number": ("decimal", "%1."),
    "letter": ("upperLetter", "%1."),
    "box": ("bullet", "☐"),
}
_INK = RGBColor(0x1F, 0x3A, 0x5F)
_QUIET = RGBColor(0x59, 0x59, 0x59)


def docx(paper: Paper) -> bytes:
    """The paper as the bytes of a .docx file."""
    word = _blank(paper)
    known = places(paper)
    word.add_paragraph(one_line(paper.title), style="Title")
    for before, block, after in zip((None, *paper.blocks), paper.blocks, (*paper.blocks[1:], None), strict=False):
        paragraph = _block(word, block, known)
        if paragraph is not None and isinstance(block, Line) and isinstance(after, Items | Table):
            paragraph.paragraph_format.keep_with_next = True
            paragraph.paragraph_format.space_before = Pt(8)
        if paragraph is not None and isinstance(before, PageBreak):
            paragraph.paragraph_format.page_break_before = True
    if known:
        word.add_heading("Places", 1)
    for place in known.values():
        _place(word, place)
    if paper.notes:
        word.add_heading("What to know", 1)
        _items(word, Items(tuple(Line(note.text) for note in paper.notes)), known)
    _said(word.add_paragraph(), closing(paper), quiet=True)
    return _packed(word)


def _blank(paper: Paper) -> Word:
    """An empty document: A4, English, with page numbers, and nobody's name in it."""
    word = Document()
    about = word.core_properties
    about.title, about.author, about.last_modified_by, about.comments = one_line(paper.title)[:255], "", "", ""
    about.created = about.modified = datetime.fromisoformat(paper.date).replace(tzinfo=UTC)
    about.language, about.revision = "en-GB", 1
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    if any(isinstance(block, Table) and len(block.head) > WIDE for block in paper.blocks):
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.0)
    _styled(word)
    foot = section.footer.paragraphs[0]
    _said(foot, f"{paper.title} · page ", quiet=True)
    field = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    foot._p.append(field)
    return word


def _styled(word: Word) -> None:
    styles = word.styles
    normal = styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10.5)
    normal.paragraph_format.space_after = Pt(4)
    for name, size, before in (("Title", 20, 0), ("Heading 1", 14, 14), ("Heading 2", 11.5, 10)):
        style = styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Calibri", Pt(size), _INK
        style.element.rPr.rFonts.attrib.clear()  # the template's theme fonts would win over the name
        style.font.name = "Calibri"
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(4)
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _block(word: Word, block: Block, known: dict[str, Place]) -> Paragraph | None:
    """Add a block. Gives its paragraph, if it is one."""
    match block:
        case Heading():
            heading: Paragraph = word.add_heading(one_line(block.text), block.level)
            return heading
        case Line():
            paragraph = word.add_paragraph()
            _line(paragraph, block, known)
            return paragraph
        case Items():
            _items(word, block, known)
        case Table():
            _table(word, block, known)
        case PageBreak():
            pass  # what follows begins a page; a break of its own would leave an empty line there
    return None


def _said(paragraph: Paragraph, text: str, quiet: bool = False, bold: bool = False, italic: bool = False) -> None:
    space = " " if text.endswith(" ") else ""
    run = paragraph.add_run(one_line(text) + space)
    run.bold, run.italic = bold or None, italic or None
    if quiet:
        run.font.size, run.font.color.rgb = Pt(9), _QUIET


def _line(paragraph: Paragraph, line: Line, known: dict[str, Place]) -> None:
    if line.tag:
        _said(paragraph, f"{line.tag} ", bold=True)
    _said(paragraph, line.text)
    numbers = marks(line, known)
    if numbers:
        paragraph.add_run(" ")
        _said(paragraph, numbers, quiet=True)


def _items(word: Word, items: Items, known: dict[str, Place]) -> None:
    number = _numbering(word, items)
    for n, line in enumerate(items.lines):
        paragraph = word.add_paragraph(style="List Paragraph")
        numbered = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
        properties = paragraph._p.get_or_add_pPr()
        properties.insert_element_before(parse_xml(numbered), "w:spacing", "w:ind", "w:jc", "w:rPr")
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.paragraph_format.keep_with_next = items.style == "letter" and n + 1 < len(items.lines)
        _line(paragraph, line, known)


def _numbering(word: Word, items: Items) -> int:
    """A numbering of its own for a list, so that each starts at 1 or A."""
    numbering = word.part.numbering_part.element
    kind, text = _NUMBERING[items.style]
    known = [int(one.get(qn("w:abstractNumId"), "0")) for one in numbering.findall(qn("w:abstractNum"))]
    new = max(known, default=0) + 1
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{new}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0">'
        f'<w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="567" w:hanging="397"/></w:pPr></w:lvl></w:abstractNum>'
    )
    first = numbering.find(qn("w:num"))
    numbering.insert(len(numbering) if first is None else list(numbering).index(first), abstract)
    return int(numbering.add_num(new).numId)


def _table(word: Word, table: Table, known: dict[str, Place]) -> None:
    grid = word.add_table(rows=1, cols=len(table.head), style="Table Grid")
    grid.alignment = WD_TABLE_ALIGNMENT.LEFT
    for cell, name in zip(grid.rows[0].cells, table.head, strict=True):
        _said(cell.paragraphs[0], name, bold=True)
        cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="E8EDF3"/>'))
    _row_property(grid.rows[0]._tr, "w:tblHeader")
    for row in table.rows:
        added = grid.add_row()
        _row_property(added._tr, "w:cantSplit")
        for cell, lines in zip(added.cells, row, strict=True):
            _cell(cell, lines, known)
    word.add_paragraph().paragraph_format.space_after = Pt(0)


def _row_property(row: BaseOxmlElement, name: str) -> None:
    properties = OxmlElement("w:trPr")
    properties.append(OxmlElement(name))
    row.insert(0, properties)


def _cell(cell: _Cell, lines: tuple[Line, ...], known: dict[str, Place]) -> None:
    for n, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if n == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        _line(paragraph, line, known)


def _place(word: Word, place: Place) -> None:
    paragraph = word.add_paragraph()
    paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Cm(1.0), Cm(-1.0)
    _said(paragraph, f"[{place.number}] ", quiet=True)
    _said(paragraph, place.citation.pincite, bold=True)
    _said(paragraph, f", {place.about()}. ", quiet=True)
    for quote in place.quotes:
        _said(paragraph, f"“{quote}” ", italic=True)
    _said(paragraph, place.citation.url, quiet=True)


def _packed(word: Word) -> bytes:
    """The file, with the time of each part fixed: the archive would otherwise say when it was made."""
    loose, packed = io.BytesIO(), io.BytesIO()
    word.save(loose)
    with zipfile.ZipFile(loose) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(part, parts.read(name))
    return packed.getvalue()
