"""Files made in code: honest ones, and what somebody might pass off as one."""

import io
import struct
import zlib

from PIL import Image
from PIL.PngImagePlugin import PngInfo


def picture(form="JPEG", size=(64, 48), mode="RGB", **options):
    image = Image.new(mode, size, 128 if mode in ("L", "I;16") else None)
    written = io.BytesIO()
    image.save(written, form, **options)
    return written.getvalue()


def photo_with_place():
    """Left-turned phone photo with camera, place and a comment."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "SecretCamera", 6
    exif.get_ifd(0x8825).update({1: "N", 2: (31.0, 15.0, 3.0), 3: "E", 4: (121.0, 26.0, 7.0)})
    return picture(size=(64, 48), exif=exif.tobytes(), comment=b"SecretComment")


def png_with_text():
    info = PngInfo()
    info.add_text("Author", "SecretAuthor")
    return picture("PNG", pnginfo=info)


def png_bomb(side=30_000):
    """A few kilobytes that claim 900 million pixels."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(100_000))) + chunk(b"IEND", b"")


def pdf(inside=b"", head=b"%PDF-1.7\n", tail=b"\n%%EOF\n"):
    return head + b"1 0 obj\n<< /Type /Catalog " + inside + b" >>\nendobj\ntrailer << /Root 1 0 R >>" + tail


def pdf_packed(inside):
    packed = zlib.compress(b"1 0 2 9 << " + inside + b" >>")
    return pdf(
        b">>\nendobj\n2 0 obj\n<< /Type /ObjStm /Filter /FlateDecode >>\nstream\r\n" + packed + b"\nendstream <<"
    )


def mp3(frames=4, tag=b"", end=b""):
    """MPEG 1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes a frame."""
    return tag + (b"\xff\xfb\x90\x00" + bytes(413)) * frames + end


def id3(text=b"SecretRecorder"):
    size = len(text)
    return b"ID3\x04\x00\x00" + bytes([size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127]) + text


def box(name, data=b""):
    return struct.pack(">I", 8 + len(data)) + name + data


def m4a(brand=b"M4A ", handler=b"soun", tags=b"SecretPlace"):
    media = box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + handler + bytes(12))))
    return box(b"ftyp", brand + bytes(4)) + box(b"moov", media + box(b"udta", tags)) + box(b"mdat", bytes(200))


def ogg(codec=b"OpusHead"):
    return b"OggS\x00\x02" + bytes(20) + b"\x01\x13" + codec + bytes(300)


def zip_end():
    return b"PK\x03\x04" + bytes(60) + b"PK\x05\x06" + bytes(18)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><script>alert(1)</script></html>"

ACCEPTED = {
    "a.jpg": picture(),
    "a.JPEG": picture(quality=30),
    "3.15停水.jpg": picture(),
    "a.b.jpg": picture(),
    "photo.png": picture("PNG"),
    "clear.png": picture("PNG", mode="RGBA"),
    "grey.png": picture("PNG", mode="L"),
    "palette.png": picture("PNG", mode="P"),
    "deep.png": picture("PNG", mode="I;16"),
    "bit.png": picture("PNG", mode="1"),
    "print.jpg": picture(mode="CMYK"),
    "a.webp": picture("WEBP"),
    "clear.webp": picture("WEBP", mode="RGBA", lossless=True),
    "place.jpg": photo_with_place(),
    "text.png": png_with_text(),
    "tail.jpg": picture() + HTML,
    "comment.jpg": picture(comment=b"<script>alert(1)</script>"),
    "php.jpg": picture(comment=b"<?php system('id') ?>"),
    "tail.png": picture("PNG") + b"< SVG onload=alert(1)>",
    "tail.webp": picture("WEBP") + b"<iframe>",
    "wide.jpg": picture(size=(4000, 1000)),
    "C:\\fakepath\\a.jpg": picture(),
    "plan.pdf": pdf(),
    "old.pdf": pdf(head=b"%PDF-1.4\n"),
    "packed.pdf": pdf_packed(b"/Type /Page"),
    "form.pdf": pdf(b"/JSONish /Launching"),
    "talk.mp3": mp3(),
    "tagged.mp3": mp3(tag=id3()),
    "ended.mp3": mp3(end=b"TAG" + b"SecretRecorder".ljust(125, b"\0")),
    "talk.m4a": m4a(),
    "talk.mp4": m4a(brand=b"mp42"),
    "talk.ogg": ogg(),
    "vorbis.oga": ogg(b"\x01vorbis"),
}

TYPE, PAIR, INNER, CODE, ARCHIVE = "不能上传这种文件", "后缀和内容不一致", "两个后缀", "夹带了网页代码", "夹带了压缩包"
ACTIVE = "PDF里有脚本、附件或密码"

REFUSED = [
    ("empty.jpg", b"", "文件是空的"),
    ("big.jpg", picture() + bytes(12 * 1024 * 1024), "文件太大：最多12MB"),
    ("a.svg", SVG, TYPE),
    ("svg.jpg", SVG, TYPE),
    ("svg.png", b"\xef\xbb\xbf" + SVG, TYPE),
    ("xml.svg", b"<?xml version='1.0'?>" + SVG, TYPE),
    ("a.html", HTML, TYPE),
    ("html.jpg", HTML, TYPE),
    ("html.pdf", HTML, TYPE),
    ("page.htm", b"\n\n " + HTML, TYPE),
    ("a.php", b"<?php system('id') ?>", TYPE),
    ("a.js", b"alert(1)", TYPE),
    ("a.gif", b"GIF89a" + bytes(100), TYPE),
    ("a.bmp", b"BM" + bytes(100), TYPE),
    ("a.tiff", b"II*\x00" + bytes(100), TYPE),
    ("a.ico", b"\x00\x00\x01\x00" + bytes(100), TYPE),
    ("a.heic", box(b"ftyp", b"heic" + bytes(4)), TYPE),
    ("a.avif", box(b"ftyp", b"avif" + bytes(4)), TYPE),
    ("a.mov", box(b"ftyp", b"qt  " + bytes(4)), TYPE),
    ("a.exe", b"MZ" + bytes(200), TYPE),
    ("a.elf", b"\x7fELF" + bytes(200), TYPE),
    ("a.zip", zip_end(), TYPE),
    ("a.docx", zip_end(), TYPE),
    ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(200), TYPE),
    ("a.rar", b"Rar!\x1a\x07\x00" + bytes(100), TYPE),
    ("a.gz", b"\x1f\x8b" + bytes(100), TYPE),
    ("a.wav", b"RIFF\x00\x00\x00\x00WAVEfmt ", TYPE),
    ("a.flac", b"fLaC" + bytes(100), TYPE),
    ("a.txt", "文字".encode(), TYPE),
    ("a.eps", b"%!PS-Adobe-3.0", TYPE),
    ("late.pdf", b"\n" * 10 + pdf(), TYPE),
    ("one.mp3", mp3(frames=1), TYPE),
    ("noise.mp3", b"\xff\xfb\xf0\x00" + bytes(500), TYPE),
    ("tag.mp3", id3() + HTML, TYPE),
    ("plain.ogg", b"OggS" + bytes(400), TYPE),
    ("a.png", picture(), PAIR),
    ("a.jpg", picture("PNG"), PAIR),
    ("a.html", picture(), PAIR),
    ("a.php", picture("PNG"), PAIR),
    ("a.svg", picture("WEBP"), PAIR),
    ("a.exe", pdf(), PAIR),
    ("a.jpg", pdf(), PAIR),
    ("a.mp3", ogg(), PAIR),
    ("a.pdf", mp3(), PAIR),
    ("none", picture(), PAIR),
    ("a.jpg.", picture(), PAIR),
    ("a.jpg\x00.html", picture(), PAIR),
    ("a.jpg;.html", picture(), PAIR),
    ("a.jpg ", picture(), PAIR),
    ("a.php.jpg", picture(), INNER),
    ("a.html.jpg", picture(), INNER),
    ("a.phtml.png", picture("PNG"), INNER),
    ("a.svg.webp", picture("WEBP"), INNER),
    ("a.php5.jpg", picture(), INNER),
    ("a.pdf.exe.pdf", pdf(), INNER),
    ("a.mp3.js.mp3", mp3(), INNER),
    ("head.pdf", pdf(head=b"%PDF-1.7\n" + HTML), CODE),
    ("talk.mp3", mp3(tag=b"").replace(bytes(60), b"<script>".ljust(60, b"\0"), 1), CODE),
    ("talk.ogg", ogg() + b"<html>", CODE),
    ("zip.jpg", picture() + zip_end(), ARCHIVE),
    ("zip.png", picture("PNG") + zip_end(), ARCHIVE),
    ("zip.pdf", pdf(tail=zip_end() + b"\n%%EOF\n"), ARCHIVE),
    ("zip.mp3", mp3(end=zip_end()), ARCHIVE),
    ("bomb.png", png_bomb(), "图片太大：最多5000万像素"),
    ("wide.png", png_bomb(side=9_000), "图片太大：最多5000万像素"),
    ("cut.jpg", picture(size=(600, 600))[:700], "图片打不开"),
    ("cut.png", picture("PNG", size=(600, 600))[:60], "图片打不开"),
    ("head.jpg", b"\xff\xd8\xff\xe0" + bytes(50), "图片打不开"),
    ("head.webp", b"RIFF\x00\x00\x00\x00WEBPVP8 " + bytes(50), "图片打不开"),
    ("cut.pdf", pdf(tail=b""), "PDF不完整"),
    ("script.pdf", pdf(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), ACTIVE),
    ("short.pdf", pdf(b"/JS (x)"), ACTIVE),
    ("hidden.pdf", pdf(b"/S /J#61vaScript"), ACTIVE),
    ("launch.pdf", pdf(b"/S /Launch /F (cmd.exe)"), ACTIVE),
    ("file.pdf", pdf(b"/Names << /EmbeddedFiles 3 0 R >>"), ACTIVE),
    ("media.pdf", pdf(b"/Subtype /RichMedia"), ACTIVE),
    ("xfa.pdf", pdf(b"/AcroForm << /XFA 4 0 R >>"), ACTIVE),
    ("locked.pdf", pdf(b"/Encrypt 5 0 R"), ACTIVE),
    ("packed.pdf", pdf_packed(b"/S /JavaScript"), ACTIVE),
    ("video.mp4", m4a(brand=b"isom", handler=b"vide"), "这是视频，不是录音"),
]
