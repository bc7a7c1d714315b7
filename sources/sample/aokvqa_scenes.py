"""Street, sport, kitchen and seaside scenes; each painter is told what its scene must show."""

import math
import random
from itertools import pairwise

from sources.sample.aokvqa_backdrops import (
    COLORS,
    HEIGHT,
    SKIN,
    WIDTH,
    court,
    dark,
    light_shade,
    passer_by,
    pitch,
    polar,
    street,
    suburb,
)
from sources.sample.canvas import Canvas, Point


def bus(route: str, destination: str, color: str, rng: random.Random) -> Canvas:
    """A city bus seen from its front corner, number and destination above the windscreen."""
    canvas = street(rng)
    paint = COLORS[color]
    canvas.ellipse((330, 366), 190, 15, fill="#3f4144")
    canvas.polygon([(352, 112), (556, 138), (556, 330), (352, 362)], fill=dark(paint, 0.8))
    for window in range(4):
        x = 366 + window * 47
        lift = (x - 352) * 0.127
        canvas.polygon(
            [
                (x, 160 + lift * 0.75),
                (x + 39, 164 + lift * 0.75),
                (x + 39, 238 - lift * 0.25),
                (x, 240 - lift * 0.2),
            ],
            fill="#26333d",
            outline="#15191c",
        )
        canvas.polygon(
            [
                (x + 4, 166 + lift * 0.75),
                (x + 16, 167 + lift * 0.75),
                (x + 8, 236 - lift * 0.2),
                (x + 4, 236 - lift * 0.2),
            ],
            fill="#4a6072",
        )
    canvas.rectangle((150, 104, 352, 364), fill=paint, radius=12)
    canvas.rectangle((164, 116, 338, 152), fill="#101214", radius=4)
    canvas.text((190, 134), route, 23, color="#ffb52e", face="sans-bold")
    canvas.text(
        (275, 134), destination.upper(), _fit(canvas, destination.upper(), 112, 19), "#ffb52e", "sans-bold"
    )
    canvas.rectangle((162, 160, 340, 268), fill="#2a3944", radius=8)
    canvas.polygon([(168, 164), (232, 164), (186, 264), (168, 264)], fill="#54697a")
    canvas.line([(251, 160), (251, 268)], "#15191c", 3)
    _driver(canvas, (300, 232), rng)
    canvas.rectangle((150, 290, 352, 298), fill="#f3f3f0")
    for x in (176, 326):
        canvas.circle((x, 318), 13, fill="#fdf6d8", outline="#888888", width=2)
    canvas.rectangle((206, 312, 296, 334), fill="#e9e9e4", outline="#555555", radius=2)
    canvas.text((251, 323), f"{rng.choice('BKLR')}{rng.randint(100, 999)} {rng.choice('XYZ')}T", 13)
    for x, y, size in ((182, 362, 19), (330, 363, 19), (410, 352, 21), (512, 334, 18)):
        canvas.ellipse((x, y), size * 0.8, size, fill="#17181a")
        canvas.ellipse((x, y), size * 0.36, size * 0.45, fill="#8d8f92")
    for x in (142, 360):
        canvas.rectangle((x - 7, 172, x + 7, 206), fill="#1b1d1f", radius=5)
    return canvas


def stop_sign(name: str, rng: random.Random) -> Canvas:
    """A red octagon under a green street sign, a suburban road behind."""
    canvas = suburb(rng)
    canvas.rectangle((312, 60, 322, 426), fill="#8e9396")
    canvas.rectangle((318, 60, 322, 426), fill="#6b7073")
    half = canvas.text_width(name, 25, "sans-bold") / 2 + 16
    canvas.rectangle((317 - half, 34, 317 + half, 74), fill="#126b45", outline="#e9efe9", width=2.5, radius=4)
    canvas.text((317, 54), name, 25, "white", "sans-bold")
    centre = (317, 178)
    for radius, fill in ((92, "#f4f2ee"), (85, "#b8232a")):
        corners = [polar(centre, radius, 22.5 + 45 * i) for i in range(8)]
        canvas.polygon(corners, fill=fill)
    canvas.text(centre, "STOP", 52, "#fbf9f4", "sans-bold")
    return canvas


def player(number: str, color: str, sport: str, rng: random.Random) -> Canvas:
    """A player with a number on the shirt: soccer on grass or basketball on wood."""
    canvas = pitch(rng) if sport == "soccer" else court(rng)
    skin = rng.choice(SKIN)
    shirt, shorts = COLORS[color], "#f4f4f2" if color != "white" else "#22304f"
    canvas.ellipse((330, 404), 80, 9, fill="#35502c" if sport == "soccer" else "#7a4f2a")
    for leg in (((306, 270), (286, 330), (296, 392)), ((342, 270), (368, 326), (352, 392))):
        _limb(canvas, leg, skin, 25)
        foot = leg[-1]
        canvas.line(
            [(leg[1][0] * 0.45 + foot[0] * 0.55, leg[1][1] * 0.45 + foot[1] * 0.55), foot], "#eeeeea", 21
        )
        canvas.ellipse((foot[0] + 9, foot[1] + 6), 21, 8.5, fill="#202225")
    canvas.polygon(
        [(288, 244), (362, 244), (378, 304), (330, 310), (326, 282), (316, 310), (272, 304)], fill=shorts
    )
    arms = (((282, 150), (246, 190), (258, 236)), ((366, 150), (404, 186), (398, 228)))
    for arm in arms:
        _limb(canvas, arm, skin, 19)
        canvas.line([arm[0], arm[1]], shirt, 28)
    canvas.rectangle((278, 132, 370, 256), fill=shirt, radius=18)
    canvas.polygon([(278, 170), (290, 150), (292, 252), (280, 252)], fill=dark(shirt, 0.82))
    ink = "#1b2a4a" if color in ("white", "yellow") else "#fbfaf5"
    canvas.text((325, 194), number, 56, ink, "sans-bold")
    canvas.rectangle((314, 112, 336, 138), fill=dark(skin, 0.9))
    canvas.ellipse((325, 94), 24, 29, fill=skin)
    canvas.ellipse((325, 80), 26, 20, fill="#33241c")
    canvas.ellipse((325, 98), 22, 22, fill=skin)
    for x in (316, 334):
        canvas.circle((x, 94), 2.2, fill="#2a2020")
    canvas.arc((325, 102), 8, 30, 150, "#8a4038", 1.6)
    if sport == "soccer":
        _football(canvas, (428, 392))
    else:
        canvas.circle((412, 232), 25, fill="#d9752b", outline="#54270f", width=1.6)
        canvas.line([(387, 232), (437, 232)], "#54270f", 1.4)
        canvas.arc((375, 232), 30, -50, 50, "#54270f", 1.4)
        canvas.arc((449, 232), 30, 130, 230, "#54270f", 1.4)
    return canvas


def station_clock(hour: int, minute: int, platform: str, rng: random.Random) -> Canvas:
    """A big round clock hanging over a platform, its number on a board."""
    canvas = Canvas(WIDTH, HEIGHT)
    canvas.fade((0, 0, WIDTH, 250), (188, 196, 202), (226, 224, 214))
    for beam in range(9):
        x = beam * 90 - 40
        canvas.line([(x, 0), (320 + (x - 320) * 0.35, 150)], "#6f7a80", 7)
    for arch in range(4):
        canvas.arc((320, 250), 150 + arch * 75, 195, 345, "#7e898f", 6)
    canvas.fade((0, 250, WIDTH, 426), (150, 148, 142), (92, 90, 88))
    canvas.polygon([(0, 300), (250, 240), (330, 240), (150, 426), (0, 426)], fill="#46484b")
    for rail in ((60, 300), (130, 312)):
        canvas.line([(rail[0] + 180, 242), (rail[0] - 40, 426)], "#a8a49c", 3)
    canvas.polygon([(312, 240), (322, 240), (190, 426), (160, 426)], fill="#e2b93b")
    canvas.rectangle((18, 190, 252, 262), fill="#2a5d8f", radius=10)
    canvas.rectangle((18, 224, 252, 236), fill="#f2f2ee")
    for window in range(6):
        canvas.rectangle((30 + window * 36, 198, 58 + window * 36, 220), fill="#1d2830", radius=3)
    for place in range(5):
        passer_by(canvas, (360 + place * 58 + rng.uniform(-12, 12), rng.uniform(296, 330)), rng, 0.66)
    canvas.soften(1.4)
    canvas.line([(400, 0), (400, 40)], "#2a2c2e", 8)
    centre = (400, 128)
    canvas.circle(centre, 92, fill="#22262a")
    canvas.circle(centre, 83, fill="#f8f6ee")
    for mark in range(60):
        inner = 70 if mark % 5 == 0 else 77
        canvas.line(
            [polar(centre, inner, mark * 6), polar(centre, 80, mark * 6)],
            "#222222",
            3 if mark % 5 == 0 else 1,
        )
    for value in range(1, 13):
        canvas.text(polar(centre, 58, value * 30 - 90), str(value), 16, "#1d1d1d", "sans-bold")
    canvas.line([centre, polar(centre, 40, (hour % 12 + minute / 60) * 30 - 90)], "#111111", 6)
    canvas.line([centre, polar(centre, 66, minute * 6 - 90)], "#111111", 3.6)
    canvas.circle(centre, 5, fill="#111111")
    canvas.rectangle((520, 80, 630, 150), fill="#1f3f77", radius=5)
    canvas.text((575, 98), "Platform", 18, "white", "sans")
    canvas.text((575, 128), platform, 30, "white", "sans-bold")
    return canvas


def shop(name: str, color: str, rng: random.Random) -> Canvas:
    """A shop front: name board, striped awning, window with goods, door, pavement."""
    canvas = Canvas(WIDTH, HEIGHT)
    canvas.fade((0, 0, WIDTH, 426), (150, 98, 78), (132, 84, 66))
    for row in range(0, 330, 12):
        for column in range(-1, 22):
            x = column * 32 + (16 if row % 24 else 0)
            tone = rng.randint(-12, 12)
            canvas.rectangle((x + 1, row + 1, x + 31, row + 11), fill=(150 + tone, 92 + tone, 72 + tone))
    canvas.fade((0, 340, WIDTH, 426), (158, 154, 148), (122, 118, 114))
    for x in range(-60, 700, 96):
        canvas.line([(x + 40, 340), (x, 426)], "#8f8b86", 1.5)
    canvas.soften(0.5)
    canvas.rectangle((70, 150, 570, 346), fill="#3a2c22")
    canvas.rectangle((86, 166, 404, 320), fill="#f4dfae")
    canvas.fade((90, 170, 400, 316), (255, 236, 190), (216, 172, 108))
    for shelf in (236, 300):
        canvas.rectangle((94, shelf, 396, shelf + 6), fill="#7a5330")
        for item in range(9):
            _goods(canvas, name, (116 + item * 32 + rng.uniform(-4, 4), shelf), rng)
    canvas.polygon([(110, 170), (170, 170), (110, 290)], fill="#fff3d8")
    canvas.rectangle((430, 166, 548, 346), fill="#5b4130")
    canvas.rectangle((444, 180, 534, 290), fill="#9fb4b8")
    canvas.circle((440, 268), 5, fill="#d8b45a")
    canvas.rectangle((462, 208, 518, 236), fill="#fdfcf4", outline="#a33", width=1.5, radius=3)
    canvas.text((490, 222), "OPEN", 16, "#b02a26", "sans-bold")
    for stripe in range(20):
        x = 60 + stripe * 26
        fill = COLORS[color] if stripe % 2 == 0 else "#f5f3ec"
        canvas.polygon([(x + 8, 112), (x + 34, 112), (x + 26, 160), (x, 160)], fill=fill)
        canvas.ellipse((x + 13, 160), 13, 9, fill=fill)
    canvas.rectangle((110, 40, 530, 104), fill="#24342c", outline="#c9a24f", width=3, radius=4)
    canvas.text((320, 72), name, _fit(canvas, name, 380, 42), "#f3dfa6", "book-bold")
    passer_by(canvas, (602, 330), rng, 1.0)
    return canvas


def beach(color: str, rng: random.Random) -> Canvas:
    """Sea, sand, a parasol of one colour over a towel, a surfboard stuck in the sand."""
    canvas = Canvas(WIDTH, HEIGHT)
    canvas.fade((0, 0, WIDTH, 170), (92, 158, 214), (206, 228, 240))
    for _ in range(6):
        x, y = rng.uniform(30, 610), rng.uniform(24, 90)
        for puff in range(5):
            canvas.ellipse((x + puff * 18, y + rng.uniform(-5, 5)), 26, 11, fill="#f1f5f7")
    canvas.fade((0, 168, WIDTH, 262), (38, 110, 150), (96, 178, 184))
    for wave in range(16):
        y = 176 + wave * 5.4
        x = rng.uniform(0, 500)
        canvas.line([(x, y), (x + rng.uniform(30, 150), y)], "#cfe7e8", 1.3)
    canvas.soften(1.6)
    canvas.fade((0, 258, WIDTH, 426), (226, 206, 164), (206, 176, 124))
    canvas.line([(x * 40, 259 + 4 * math.sin(x * 1.3)) for x in range(17)], "#f4f6f2", 6)
    for _ in range(420):
        x, y = rng.uniform(0, 640), rng.uniform(272, 426)
        canvas.ellipse((x, y), rng.uniform(0.6, 2.2), 0.8, fill=rng.choice(("#c4a575", "#b8986a", "#ead9b0")))
    canvas.ellipse((260, 372), 150, 20, fill="#b08f62")
    canvas.polygon([(190, 360), (330, 352), (350, 376), (206, 386)], fill="#f1ede2")
    for stripe in range(3):
        canvas.polygon(
            [
                (196 + stripe * 46, 360 - stripe * 2.6),
                (214 + stripe * 46, 359 - stripe * 2.6),
                (232 + stripe * 46, 384 - stripe * 3),
                (214 + stripe * 46, 385 - stripe * 3),
            ],
            fill="#5b8fc4",
        )
    canvas.line([(262, 168), (246, 366)], "#efe9dc", 5)
    paint = COLORS[color]
    top = (266, 146)
    rim = [
        (top[0] + 134 * math.cos(math.radians(a)), 236 + 20 * math.sin(math.radians(a)))
        for a in range(0, 181, 20)
    ]
    for index, (a, b) in enumerate(pairwise(rim)):
        canvas.polygon([top, a, b], fill=paint if index % 2 else dark(paint, 0.86))
    canvas.polygon([top, rim[0], (top[0], 226), rim[-1]], fill=paint)
    for a in rim[1:-1:2]:
        canvas.line([top, a], dark(paint, 0.7), 1)
    canvas.ellipse((500, 300), 22, 104, fill="#f7f4ea", outline="#9a9484", width=1.5)
    canvas.rectangle((496, 204, 504, 396), fill="#d64b3a")
    canvas.ellipse((500, 402), 34, 10, fill="#b99a6b")
    return canvas


def kitchen(color: str, rng: random.Random) -> Canvas:
    """A worktop with a kettle of one colour, a bowl of fruit, a stove, tiles and a window."""
    canvas = Canvas(WIDTH, HEIGHT)
    canvas.fade((0, 0, WIDTH, 280), (232, 228, 216), (214, 208, 192))
    for x in range(0, 640, 40):
        canvas.line([(x, 110), (x, 280)], "#c4bdab", 1.5)
    for y in range(120, 281, 40):
        canvas.line([(0, y), (640, y)], "#c4bdab", 1.5)
    canvas.rectangle((230, 16, 420, 190), fill="#f3f1ea", outline="#b9b3a4", width=5)
    canvas.fade((240, 26, 410, 180), (158, 202, 232), (214, 232, 216))
    for x in (260, 300, 345, 390):
        canvas.circle((x, 172 + rng.uniform(-6, 6)), 24, fill="#74a366")
    canvas.line([(325, 22), (325, 186)], "#f3f1ea", 6)
    for x in (0, 446):
        canvas.fade((x, 0, x + 200, 108), (176, 128, 84), (150, 106, 68))
        canvas.rectangle((x + 8, 8, x + 96, 100), outline="#8c623c", width=2)
        canvas.rectangle((x + 104, 8, x + 192, 100), outline="#8c623c", width=2)
    canvas.soften(0.9)
    canvas.fade((0, 278, WIDTH, 306), (92, 88, 86), (58, 56, 56))
    canvas.fade((0, 306, WIDTH, 426), (168, 122, 80), (134, 94, 60))
    for x in (20, 150, 490):
        canvas.rectangle((x, 318, x + 118, 420), outline="#8a5f39", width=2.5, radius=3)
        canvas.rectangle((x + 44, 332, x + 76, 338), fill="#d8d4cc")
    canvas.rectangle((290, 282, 470, 426), fill="#d9dadb")
    canvas.rectangle((308, 330, 452, 408), fill="#22252a", radius=6)
    for knob in range(4):
        canvas.circle((322 + knob * 38, 316), 8, fill="#2f3236")
    for x in (330, 430):
        canvas.ellipse((x, 280), 40, 7, fill="#191a1c")
    paint = COLORS[color]
    canvas.ellipse((430, 272), 44, 8, fill=dark(paint, 0.6))
    canvas.polygon([(392, 270), (402, 206), (458, 206), (470, 270)], fill=paint)
    canvas.polygon([(398, 264), (406, 212), (420, 212), (414, 264)], fill=light_shade(paint))
    canvas.ellipse((430, 206), 28, 9, fill=dark(paint, 0.85))
    canvas.circle((430, 194), 6, fill="#1c1c1c")
    canvas.polygon([(396, 250), (362, 214), (370, 208), (402, 228)], fill=dark(paint, 0.9))
    canvas.arc((430, 206), 44, 200, 340, "#1c1c1c", 7)
    for dx, dy, fruit in (
        (-34, -18, "#d33b2f"),
        (0, -26, "#e88b1f"),
        (34, -18, "#7fb135"),
        (-16, -30, "#e6c12e"),
    ):
        canvas.circle((124 + dx, 258 + dy), 21, fill=fruit)
        canvas.circle((118 + dx, 251 + dy), 5, fill=light_shade(fruit))
    canvas.polygon([(66, 240), (182, 240), (160, 282), (88, 282)], fill="#e9eef2")
    canvas.ellipse((124, 240), 58, 8, fill="#d4dde4")
    for dx, fruit in ((-30, "#d33b2f"), (4, "#e88b1f"), (34, "#7fb135")):
        canvas.circle((124 + dx, 232), 16, fill=fruit)
    return canvas


def crossing(light: str, rng: random.Random) -> Canvas:
    """A traffic light with one lamp on, over a crossing with people waiting."""
    canvas = street(rng)
    for stripe in range(7):
        x = 40 + stripe * 86
        canvas.polygon([(x, 366), (x + 48, 366), (x + 32, 424), (x - 22, 424)], fill="#e8e6df")
    for place in range(3):
        passer_by(canvas, (80 + place * 88 + rng.uniform(-16, 16), rng.uniform(332, 345)), rng, 1.0)
    canvas.soften(0.8)
    canvas.rectangle((446, 190, 458, 426), fill="#4b5052")
    canvas.rectangle((412, 40, 492, 236), fill="#1d2022", radius=12)
    for index, (name, on, off) in enumerate(
        (
            ("red", "#ff3b2f", "#4a1512"),
            ("yellow", "#ffd23c", "#4f3f0d"),
            ("green", "#35e06a", "#0f3b1e"),
        )
    ):
        y = 74 + index * 62
        canvas.circle((452, y), 27, fill="#0c0d0e")
        canvas.circle((452, y), 23, fill=on if name == light else off)
        if name == light:
            canvas.circle((446, y - 7), 8, fill=light_shade(on))
    return canvas


def _driver(canvas: Canvas, at: Point, rng: random.Random) -> None:
    x, y = at
    canvas.ellipse((x, y + 30), 20, 22, fill="#1c2a44")
    canvas.circle((x, y), 11, fill=dark(rng.choice(SKIN), 0.8))


def _limb(canvas: Canvas, joints: tuple[Point, ...], color: str, width: float) -> None:
    canvas.line(joints, color, width)
    for joint in joints:
        canvas.circle(joint, width / 2, fill=color)


def _football(canvas: Canvas, at: Point) -> None:
    canvas.circle(at, 17, fill="#f4f4f0", outline="#888888", width=1)
    canvas.polygon([polar(at, 6, 72 * i - 90) for i in range(5)], fill="#1c1c1c")
    for i in range(5):
        canvas.line([polar(at, 6, 72 * i - 90), polar(at, 14, 72 * i - 90)], "#333333", 1.2)


def _goods(canvas: Canvas, name: str, at: Point, rng: random.Random) -> None:
    """What stands on a shelf of the shop: loaves, books, bunches or bottles."""
    x, y = at
    if "BAKERY" in name:
        canvas.ellipse((x, y - 9), 15, 9, fill=rng.choice(("#c8843a", "#b56f2c", "#dba254")))
        canvas.line([(x - 6, y - 13), (x + 2, y - 6)], "#8a521f", 1.2)
    elif "BOOK" in name:
        canvas.rectangle((x - 8, y - 34, x + 8, y), fill=rng.choice(list(COLORS.values())), outline="#333333")
    elif "FLOWER" in name:
        canvas.polygon([(x - 9, y - 14), (x + 9, y - 14), (x + 6, y), (x - 6, y)], fill="#9a6a44")
        for turn in range(0, 360, 72):
            canvas.circle(
                polar((x, y - 24), 7, turn), 5, fill=rng.choice(("#e0508a", "#f0c22b", "#f2f1ec", "#d33b2f"))
            )
    else:
        canvas.rectangle(
            (x - 6, y - 26, x + 6, y), fill=rng.choice(("#4d8fbf", "#e9e9e4", "#7bb48a")), radius=2
        )
        canvas.rectangle((x - 3, y - 32, x + 3, y - 26), fill="#dddddd")


def _fit(canvas: Canvas, text: str, room: float, size: float) -> float:
    return min(size, size * room / canvas.text_width(text, size, "sans-bold"))
