"""Words read by the vectors of other words: training/aliases.txt, and the glossary of the six other languages."""
import unicodedata
from pathlib import Path

LANGUAGES = ["de", "fr", "es", "it", "nl", "pt"]


def fold(word):
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))


def lines(path):
    return [line for line in path.read_text().splitlines() if line.strip() and not line.startswith("//")]


def read_aliases(folder):
    folder = Path(folder)
    aliases = dict(line.split(" = ", 1) for line in lines(folder / "aliases.txt"))
    told = {}
    for line in lines(folder / "glossary.txt"):
        english, *cells = [cell.strip() for cell in line.split("|")]
        for lang, cell in zip(LANGUAGES, cells):
            for word in cell.split():
                told.setdefault(f"{lang}:{fold(word)}", []).append(english)
    for word, meanings in told.items():
        aliases[word] = " ".join(aliases.get(part, part) for meaning in meanings for part in meaning.split())
    return aliases
