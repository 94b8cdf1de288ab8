"""Word vectors from raw news text, for training the taggers, and word clusters that ship: models/words/.

    python training/word_vectors.py NORMALISED.txt models/words --vectors VECTORS.kv

The text is what ``vocabulary.py --text`` writes. Clusters are k-means of the vectors at several granularities; a
word that is missing takes none. Words are counted as written and, for those with conjunctions or prepositions, again
without them.
"""

from __future__ import annotations

import argparse
import gzip
import logging
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import regex
from gensim.models import KeyedVectors, Word2Vec
from sklearn.cluster import MiniBatchKMeans

TOKEN = regex.compile(r"\p{Arabic}++|\p{L}++|\d++|[^\w\s]")
SIZES = (64, 256, 1024)


class Paragraphs:
    """The tokens of one paragraph after another; digits become one symbol a length."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __iter__(self) -> Iterator[list[str]]:
        with self.path.open(encoding="utf-8") as lines:
            for line in lines:
                yield ["0" * min(len(token), 4) if token.isdigit() else token for token in TOKEN.findall(line)]


def save_vectors(vectors: KeyedVectors, path: Path, size: int) -> None:
    """Stores the commonest vectors, normalised, in 8 bits; row 0 is the zero vector of unknown words."""
    words = vectors.index_to_key[:size]
    table = vectors.get_normed_vectors()[:size] * 3
    scale = np.abs(table).max() / 127
    quantised = np.vstack([np.zeros((1, table.shape[1])), np.round(table / scale)]).astype(np.int8)
    listed = np.frombuffer("\n".join(["", *words]).encode(), np.uint8)
    np.savez_compressed(path, words=listed, table=quantised, scale=np.float32(scale))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("text", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--vectors", type=Path, required=True)
    parser.add_argument("--size", type=int, default=100)
    parser.add_argument("--shipped", type=int, default=80_000)
    parser.add_argument("--words", type=int, default=120_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--epochs", type=int, default=5)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    if args.vectors.exists():
        vectors = KeyedVectors.load(str(args.vectors))
    else:
        model = Word2Vec(
            Paragraphs(args.text), vector_size=args.size, window=4, min_count=5, sg=1, negative=5, sample=1e-4,
            workers=args.workers, epochs=args.epochs, seed=1, max_final_vocab=200_000,
        )  # fmt: skip
        vectors = model.wv
        vectors.save(str(args.vectors))
    words = [word for word in vectors.index_to_key if regex.fullmatch(r"\p{Arabic}+", word)][: args.words]
    table = vectors.get_normed_vectors()[[vectors.key_to_index[word] for word in words]].astype(np.float32)
    columns = [
        MiniBatchKMeans(size, random_state=1, batch_size=8192, n_init=1, max_iter=60).fit_predict(table)
        for size in SIZES
    ]
    args.folder.mkdir(parents=True, exist_ok=True)
    save_vectors(vectors, args.folder / "vectors.npz", args.shipped)
    groups = ["\t".join(map(str, numbers)) for numbers in zip(*columns, strict=True)]
    text = "\n".join(words) + "\n\n" + "\n".join(groups)
    (args.folder / "clusters.txt.gz").write_bytes(gzip.compress(text.encode("utf-8"), mtime=0))


if __name__ == "__main__":
    main()
