"""Which files are taken, in every room. The content decides, never the name or what the browser claims. Pure."""

import hashlib
import io
import re
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from PIL import Image, ImageOps

MAX_BYTES = 12 * 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_SIDE = 2000
ACCEPTED = "可以上传：照片（JPEG、PNG、WebP）、PDF、录音（MP3、M4A、OGG）"

_EXTENSIONS = {
    "jpeg": {"jpg", "jpeg", "jpe"},
    "png": {"png"},
    "webp": {"webp"},
    "pdf": {"pdf"},
    "mp3": {"mp3"},
    "m4a": {"m4a", "mp4", "aac"},
    "ogg": {"ogg", "oga", "opus"},
}
_AUDIO_TYPES = {"mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg"}
_INNER_EXTENSION = re.compile(r"[A-Za-z]{2,5}[0-9]?")
# A file that is two things at once: marks of pages and scripts, of an archive at the end. Pictures are not searched
# for them: what is kept of those is drawn anew, and in megabytes of a photo the bytes "<svg" turn up by chance.
_PAGE_MARKS = re.compile(rb"<\s*(script|svg|html|iframe|\?php|!doctype)", re.IGNORECASE)
_ARCHIVE_END = b"PK\x05\x06"
_PDF_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|Encrypt)(?![A-Za-z])")
_PDF_PACKED = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)


class BadFile(ValueError):
    """The file is not taken; ``messages`` says why and what to do instead, in the reader's words."""

    def __init__(self, message: str):
        super().__init__(message)
        self.messages = [message]


@dataclass(frozen=True)
class Checked:
    """A file fit to be kept: pictures are re-encoded, recordings carry no tags."""

    kind: str
    content: bytes
    content_type: str
    extension: str
    width: int | None = None
    height: int | None = None

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def check_file(content: bytes, filename: str) -> Checked:
    """Raises ``BadFile`` with the reason and what to do instead."""
    if not content:
        raise BadFile("文件是空的，请重新选择")
    if len(content) > MAX_BYTES:
        raise BadFile(f"文件太大：最多{MAX_BYTES // 1024 // 1024}MB")
    found = _sniff(content)
    if found is None:
        raise BadFile(f"不能上传这种文件。{ACCEPTED}")
    _check_name(filename, found)
    if _ARCHIVE_END in content[-66_000:]:
        raise BadFile("文件里夹带了压缩包，请用原始文件重新上传")
    if found == "pdf":
        return _pdf(content)
    if found in _AUDIO_TYPES:
        return _audio(content, found)
    return _image(content)


def _sniff(content):
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if re.match(rb"%PDF-[12]\.[0-9]", content):
        return "pdf"
    if content[4:8] == b"ftyp" and content[8:12] in (b"M4A ", b"M4B ", b"mp42", b"mp41", b"isom", b"iso2"):
        return "m4a"
    if content[:4] == b"OggS" and re.search(rb"OpusHead|\x01vorbis", content[:200]):
        return "ogg"
    if _mp3_frame(_without_id3(content)):
        return "mp3"
    return None


def _check_name(filename, found):
    parts = PurePosixPath(filename.replace("\\", "/")).name.split(".")
    if len(parts) < 2 or parts[-1].lower() not in _EXTENSIONS[found]:
        raise BadFile("文件名的后缀和内容不一致，请用原始文件重新上传")
    if any(_INNER_EXTENSION.fullmatch(part) for part in parts[1:-1]):
        raise BadFile(f"文件名有两个后缀（.{'.'.join(parts[-2:])}），请改名后再上传")


def _image(content):
    """Decode and encode again: whatever else the file carried (place, camera, scripts) stays behind."""
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise BadFile(f"图片太大：最多{MAX_PIXELS // 10_000}万像素，请缩小后再上传")
            opened.draft("RGB", (MAX_SIDE, MAX_SIDE))
            picture = _flat(ImageOps.exif_transpose(opened))
    except BadFile:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadFile(f"图片太大：最多{MAX_PIXELS // 10_000}万像素，请缩小后再上传") from None
    except Exception as error:  # a hostile picture makes Pillow raise nearly anything
        raise BadFile("图片打不开，可能已损坏，请重新拍摄或另存后再上传") from error
    picture.thumbnail((MAX_SIDE, MAX_SIDE))
    picture.info.clear()  # Pillow would write comment and colour profile again
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=85, optimize=True, progressive=True)
    return Checked("image", written.getvalue(), "image/jpeg", ".jpg", picture.width, picture.height)


def _flat(picture):
    """Red, green, blue on white: JPEG is what the oldest phones can show, and it has no transparency."""
    if picture.mode not in ("RGBA", "LA", "PA") and "transparency" not in picture.info:
        return picture.convert("RGB")
    picture = picture.convert("RGBA")
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground


def _pdf(content):
    if b"%%EOF" not in content[-2048:]:
        raise BadFile("PDF不完整，请重新导出后再上传")
    if _PAGE_MARKS.search(content[:1024]):
        raise BadFile("PDF里夹带了网页代码，请重新导出后再上传")
    if any(_PDF_ACTIVE.search(_plain_names(part)) for part in (content, *_unpacked(content))):
        raise BadFile("PDF里有脚本、附件或密码，请另存为普通PDF后再上传")
    return Checked("pdf", content, "application/pdf", ".pdf")


def _plain_names(part):
    """``/J#61vaScript`` is ``/JavaScript`` to a reader."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda match: bytes([int(match[1], 16)]), part)


def _unpacked(content):
    """Object streams may hide a name; each is looked at up to 1 MB."""
    for match in list(_PDF_PACKED.finditer(content))[:200]:
        try:
            yield zlib.decompressobj().decompress(content[match.end() :], 1_000_000)
        except zlib.error:
            continue


def _audio(content, found):
    if _PAGE_MARKS.search(content[:4096]):
        raise BadFile("录音里夹带了网页代码，请用原始录音重新上传")
    if found == "mp3":
        content = _without_id3(content)
    if found == "m4a":
        if b"vide" in [content[at + 12 : at + 16] for at in _positions(content, b"hdlr")]:
            raise BadFile("这是视频，不是录音。请上传录音文件")
        content = _without_user_data(content)
    return Checked("audio", content, _AUDIO_TYPES[found], f".{found}")


def _positions(content, mark):
    return [match.start() for match in re.finditer(re.escape(mark), content)]


def _without_id3(content):
    """Tags name the recorder, sometimes the place."""
    if content[:3] == b"ID3" and len(content) > 10:
        size = sum((byte & 0x7F) << shift for byte, shift in zip(content[6:10], (21, 14, 7, 0), strict=True))
        content = content[10 + size :]
    return content[:-128] if content[-128:-125] == b"TAG" else content


def _without_user_data(content):
    """The box ``udta`` becomes ``free``: same length, so every offset in the file still holds."""
    result = bytearray(content)
    for start, end, name in _boxes(content, 0, len(content)):
        if name == b"moov":
            for inner, inner_end, inner_name in _boxes(content, start + 8, end):
                if inner_name in (b"udta", b"meta"):
                    result[inner + 4 : inner_end] = b"free" + bytes(inner_end - inner - 8)
    return bytes(result)


def _boxes(content, start, end):
    while start + 8 <= end:
        size = int.from_bytes(content[start : start + 4], "big")
        if size < 8 or start + size > end:
            return
        yield start, start + size, content[start + 4 : start + 8]
        start += size


_BITRATES = {3: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)}
_LOW_BITRATES = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def _mp3_frame(content):
    """Whether two frames of MPEG layer III follow each other at the start (after padding)."""
    content = content[:8192].lstrip(b"\0")
    length = _frame_length(content[:4])
    return bool(length and _frame_length(content[length : length + 4]))


def _frame_length(header):
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:
        return 0
    version, bitrate, rate = (header[1] >> 3) & 3, header[2] >> 4, (header[2] >> 2) & 3
    if version == 1 or bitrate in (0, 15) or rate == 3:
        return 0
    kbps = _BITRATES.get(version, _LOW_BITRATES)[bitrate - 1]
    samples = 144 if version == 3 else 72
    return samples * kbps * 1000 // _RATES[version][rate] + ((header[2] >> 1) & 1)
