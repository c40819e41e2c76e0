"""The files of the demo notices, drawn here: no photograph of a real place, no stored binary."""

import io

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

INK, GREEN, PAPER, STONE = "#1F2421", "#1E6B3A", "#FBF8F2", "#DED8CB"


def draw(file, **words):
    """What ``notices.actions.attach`` takes: the upload and the words that go with it."""
    content = {"site.png": site_plan, "publicity.pdf": publicity_sheet}[file]()
    return {"upload": ContentFile(content, name=file), **words}


def site_plan():
    """The building with the shaft on its north side, the hoarding, the safe passage and two parking places."""
    picture = Image.new("RGB", (1200, 900), PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((150, 330, 900, 600), fill=STONE, outline=INK, width=6)
    pen.rectangle((480, 200, 600, 330), fill=GREEN, outline=INK, width=6)
    for x in range(330, 750, 40):
        pen.line((x, 120, x + 22, 120), fill=INK, width=8)
    for y in range(120, 330, 40):
        pen.line((330, y, 330, y + 22), fill=INK, width=8)
        pen.line((750, y, 750, y + 22), fill=INK, width=8)
    pen.rectangle((150, 650, 1050, 720), fill="#E3F1E6", outline=GREEN, width=6)
    pen.rectangle((960, 330, 1050, 450), outline=INK, width=6)
    pen.rectangle((960, 460, 1050, 580), outline=INK, width=6)
    font = ImageFont.load_default(size=64)
    for number, place in ((1, (525, 465)), (2, (540, 265)), (3, (390, 190)), (4, (600, 685)), (5, (1110, 455))):
        pen.text(place, str(number), fill="white" if number == 2 else INK, font=font, anchor="mm")
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def publicity_sheet():
    """One page in the reader's own Song face: the words stand in the file, no font does."""
    lines = (
        "13号加装电梯方案公示（示例）",
        "建设地址：13号北侧",
        "占地面积：6.90平方米　建筑面积：38.40平方米",
        "层数和高度：六层，19.80米　入户方式：错层入户",
        "公示时间：2022年12月5日至12月15日",
        "意见截止：2022年12月22日",
        "联系电话：021-55550100",
    )
    shown = b"".join(b"<" + line.encode("utf-16-be").hex().encode() + b"> Tj 0 -36 Td\n" for line in lines)
    text = b"BT /F1 18 Tf 72 740 Td\n" + shown + b"ET"
    return _pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 7 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /W [1 95 500] >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
        b" /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    )


def _pdf(*objects):
    """A file of these objects, numbered from 1, with its table of offsets."""
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + trailer
