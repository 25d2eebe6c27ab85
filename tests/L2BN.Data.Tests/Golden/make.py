"""Makes the golden images: python3 make.py, in this folder. Needs Pillow, NumPy and cjpeg (libjpeg-turbo)."""
import hashlib, io, pathlib, subprocess
import numpy as np
from PIL import Image

HERE = pathlib.Path(__file__).parent
IMAGES = HERE / "images"
rng = np.random.default_rng(2207)
lines = []


def picture(width, height, noise=12):
    y, x = np.mgrid[0:height, 0:width]
    base = np.stack([(x * 7 + y * 3) % 256, 128 + 100 * np.sin(x * y / 50), 128 + 60 * np.sin(x / 3) + 50 * np.cos(y / 4)], -1)
    return Image.fromarray(np.clip(base + rng.normal(0, noise, base.shape), 0, 255).astype("uint8"))


def square(image, side):
    """torchvision's Resize(side), CenterCrop(side) on Pillow images."""
    w, h = image.size
    new = (side, int(side * h / w)) if w <= h else (int(side * w / h), side)
    if new != (w, h):
        image = image.resize(new, Image.BILINEAR)
    left, top = int(round((new[0] - side) / 2.0)), int(round((new[1] - side) / 2.0))
    return image.crop((left, top, left + side, top + side))


def record(name):
    image = Image.open(IMAGES / name)
    image = (image.point(lambda v: v / 256).convert("L") if image.mode.startswith("I") else image).convert("RGB")
    digest = lambda a: hashlib.sha256(np.ascontiguousarray(a).tobytes()).hexdigest()[:32]
    lines.append(f"{name} {image.width} {image.height} {digest(np.array(image))} {digest(np.array(square(image, 16)).transpose(2, 0, 1))}")


def jpeg(name, image, *options):
    raw = io.BytesIO()
    image.save(raw, "ppm")
    (IMAGES / name).write_bytes(subprocess.run(["cjpeg", *options], input=raw.getvalue(), capture_output=True, check=True).stdout)
    record(name)


def png(name, image, **options):
    image.save(IMAGES / name, **options)
    record(name)


IMAGES.mkdir(exist_ok=True)
for sampling in ["1x1", "2x1", "1x2", "2x2", "4x1", "4x2"]:
    for kind, options in {"baseline": [], "progressive": ["-progressive"], "restart": ["-restart", "1"]}.items():
        size = (int(rng.integers(17, 41)), int(rng.integers(17, 41)))
        jpeg(f"{kind}-{sampling}.jpg", picture(*size), "-quality", "70", "-sample", sampling, *options)
jpeg("grey.jpg", picture(19, 33), "-grayscale")
jpeg("rgb.jpg", picture(19, 33), "-rgb")
jpeg("quality-1.jpg", picture(40, 24), "-quality", "1")
jpeg("quality-100.jpg", picture(24, 40, 60), "-quality", "100", "-optimize")
for w, h in [(1, 1), (2, 3), (5, 2), (8, 8), (16, 1), (3, 17)]:
    jpeg(f"tiny-{w}x{h}.jpg", picture(w, h), "-sample", "2x2")
for kind, progressive in {"cmyk": False, "cmyk-progressive": True}.items():
    picture(21, 18).convert("CMYK").save(IMAGES / f"{kind}.jpg", progressive=progressive)
    record(f"{kind}.jpg")

image = picture(23, 19)
png("truecolour.png", image)
png("truecolour-alpha.png", image.convert("RGBA"))
png("grey.png", image.convert("L"))
png("grey-alpha.png", image.convert("LA"))
png("one-bit.png", image.convert("1"))
for bits in [1, 2, 4, 8]:
    png(f"palette-{bits}.png", image.quantize(2 ** bits), bits=bits)
png("grey-16.png", Image.fromarray((np.array(image.convert("L")).astype("uint16") << 8) + 77))
png("wide.png", picture(61, 9))

(HERE / "expected.txt").write_text("\n".join(lines) + "\n")
