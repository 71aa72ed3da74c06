"""Writes what stands between date line and comments: leads, sections, pictures with captions, asides, page breaks."""

from __future__ import annotations

from random import Random

from zhanjiang.replica.bylines import by_role, notice
from zhanjiang.replica.grammar import Phrases
from zhanjiang.replica.story import Block, Picture, PrintedPerson, Story

_INLINE_CREDITS = 0.12
_LONG = 0.09
_SHORT = 0.06
_BREAK_EVERY = 5
Pages = tuple[tuple[Block, ...], ...]


def write_pages(story: Story, dateline: str, phrases: Phrases, chance: Random) -> Pages:
    """Write the body of a story that has everything else, page by page; its text opens with ``dateline``."""
    if story.kind == "video":
        return (_short_text(dateline, 0.7, phrases, chance),)
    if story.kind == "pictures":
        return ((*_short_text(dateline, 0.6, phrases, chance), *_picture_set(story, phrases, chance)),)
    size = chance.random()
    if size < _SHORT:
        return ((Block("paragraph", dateline + phrases.draw("note")),),)
    paragraphs = chance.randint(9, 36) if size > 1 - _LONG else chance.randint(3, 11)
    blocks = _paragraphs(paragraphs, _opening(story, dateline, phrases, chance), phrases, chance)
    blocks = _with_pictures(blocks, story, phrases, chance)
    blocks = _with_boxes(blocks, chance)
    blocks = _ending(blocks, story, phrases, chance)
    return _broken(blocks) if size > 1 - _LONG else (tuple(blocks),)


def insert_last_paragraph(page: tuple[Block, ...], added: Block) -> tuple[Block, ...]:
    """Put a paragraph before the page's last one, or at its end where it has none."""
    places = [index for index, block in enumerate(page) if block.kind == "paragraph"]
    place = places[-1] if places else len(page)
    return (*page[:place], added, *page[place:])


def _paragraphs(count: int, opening: str, phrases: Phrases, chance: Random) -> list[Block]:
    texts = [opening]
    sections = count >= 6 and chance.random() < 0.5
    for index in range(1, count):
        if sections and index % 3 == 1:
            texts.append(phrases.draw("section"))
        texts.append(phrases.draw("paragraph"))
    texts.append(phrases.draw("closing"))
    return [Block("paragraph", text) for text in texts]


def _opening(story: Story, dateline: str, phrases: Phrases, chance: Random) -> str:
    """The first paragraph: after the paper's own dateline, or sometimes an agency's, whose people are no authors."""
    agency = not story.byline and not dateline and chance.random() < 0.3
    return (phrases.draw("agency_line") if agency else dateline) + phrases.draw("lead")


def _picture(story: Story, caption: str | None, caption_first: bool, chance: Random) -> Block:
    extension = chance.choice(("jpeg", "jpeg", "jpeg", "jpg", "jpg", "png"))
    path = f"/a/10001/{story.published:%Y%m}/{chance.getrandbits(128):032x}.{extension}"
    return Block("picture", picture=Picture(path, caption, caption_first))


def _with_pictures(blocks: list[Block], story: Story, phrases: Phrases, chance: Random) -> list[Block]:
    """Put pictures between paragraphs; a story sets all its captions above or all below."""
    if chance.random() < 0.35:
        return blocks
    caption_first, captioned = chance.random() < 0.35, chance.random() < 0.85
    places = sorted(chance.sample(range(1, len(blocks)), min(chance.choice((1, 1, 2, 3)), len(blocks) - 1)))
    for place in reversed(places):
        caption = _caption(phrases, chance) if captioned else None
        blocks.insert(place, _picture(story, caption, caption_first, chance))
    if chance.random() < 0.12:
        blocks.insert(places[0], Block("placeholder", "图片"))
    return blocks


def _caption(phrases: Phrases, chance: Random) -> str:
    by = chance.random()
    photographer = "" if by < 0.4 else phrases.draw("photographer" if by < 0.85 else "photo_report")
    separator = chance.choice(("", " ")) if photographer else ""
    caption = phrases.draw("caption")
    return caption if not photographer else f"{caption.rstrip('。')}。{separator}{photographer}"


def _with_boxes(blocks: list[Block], chance: Random) -> list[Block]:
    """Put a box of related news, or a QR code with its line, inside some bodies."""
    if chance.random() < 0.12:
        blocks.insert(chance.randint(1, len(blocks)), Block("related", "相关新闻"))
    if chance.random() < 0.08:
        blocks.insert(len(blocks), Block("code", "扫描二维码，下载湛江云媒客户端"))
    return blocks


def _ending(blocks: list[Block], story: Story, phrases: Phrases, chance: Random) -> list[Block]:
    """End the body: an aside after the last words, a notice, the credits in brackets."""
    if chance.random() < 0.1:
        blocks = _with_aside(blocks, story, phrases, chance)
    if story.source in ("湛江云媒", "湛江日报") and story.published.year >= 2019 and chance.random() < 0.2:
        blocks.append(Block("notice", notice()))
    if story.credits and chance.random() < _INLINE_CREDITS:
        blocks = _with_inline_credits(blocks, story.credits, chance)
    return blocks


def _with_aside(blocks: list[Block], story: Story, phrases: Phrases, chance: Random) -> list[Block]:
    """Print after the last words, as part of the text, who wrote it or where it is from."""
    asides = [phrases.draw("aside")]
    if story.source:
        asides.append(f"(来源:{story.source})")
    if story.byline and {person.role for person in story.authors} <= {"记者", "通讯员"}:
        asides.append(f"({' '.join(f'{person.role}{person.name}' for person in story.authors)})")
    if story.byline and {person.role for person in story.authors} == {None}:
        asides.append(f"({'、'.join(person.name for person in story.authors)})")
    last = max(index for index, block in enumerate(blocks) if block.kind == "paragraph")
    blocks[last] = Block("paragraph", blocks[last].text + chance.choice(asides))
    return blocks


def _with_inline_credits(blocks: list[Block], credits: tuple[PrintedPerson, ...], chance: Random) -> list[Block]:
    """Print (编辑/A 值班主任/B) as a line of its own, or after the last paragraph."""
    line = "(" + " ".join(f"{role}/{'、'.join(names)}" for role, names in by_role(credits).items()) + ")"
    last = max(index for index, block in enumerate(blocks) if block.kind == "paragraph")
    if last == len(blocks) - 1 and chance.random() < 0.4:
        blocks[last] = Block("paragraph", blocks[last].text, tail=line)
        return blocks
    return [*blocks, Block("credits", line)]


def _broken(blocks: list[Block]) -> Pages:
    """Break a long body into pages; the last may be short."""
    return tuple(tuple(blocks[start : start + _BREAK_EVERY]) for start in range(0, len(blocks), _BREAK_EVERY))


def _picture_set(story: Story, phrases: Phrases, chance: Random) -> list[Block]:
    return [_picture(story, _caption(phrases, chance), False, chance) for _ in range(chance.randint(3, 9))]


def _short_text(dateline: str, likelihood: float, phrases: Phrases, chance: Random) -> tuple[Block, ...]:
    """One line or none, as videos and picture sets have it; a dateline is always printed."""
    if not dateline and chance.random() > likelihood:
        return ()
    return (Block("paragraph", dateline + phrases.draw("note")),)
