"""Cross-validates the event stage: figures of the whole pipeline on articles whose events no model of it has seen.

    python training/cross_validate.py CORPUS.jsonl FOLDER [--beside DEV.jsonl] [--more MORE.jsonl [--encoder FILE.pt]]

For each fold of the corpus the scorers of triggers, arguments and polarity are fitted to the other folds, and the
pipeline runs over the fold with them, as with ``context=False``. With ``--more`` there is the network too: it is fitted
to these articles once, from what ``pretrain_encoder.py`` wrote or from nothing, then for each fold to the others;
neither may have met articles of the corpus. Names, times, quantities and claims are those of the models that ship.
``--beside`` is measured with the models of each fold too: what was chosen on those articles (thresholds, shares,
lexicon) shows in the difference. The models of the folds are left in FOLDER; a run that was cut goes on from there.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import torch

import arabic_events.models
import fitting
import gold
import train_context
from arabic_events import Extractor
from encoder_network import HEADS, EncoderNetwork, save
from train_events import LESS_SURE, Annotated, documents, fit_arguments, fit_triggers

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))
import accuracy  # noqa: E402

SEED = 2
RATE = 3e-4


def base_network(
    encoder: Path | None, docs: Annotated, more: Sequence[Path], epochs: int
) -> train_context.ContextNetwork:
    """The network fitted to the articles that are annotated less surely."""
    net = train_context.begun(encoder)
    windows = train_context.windows_of_more(docs, documents(gold.read(more), weight=LESS_SURE))
    if windows:
        train_context.fit(net, windows, epochs=epochs, seed=SEED)
    return net


def fit_fold(net: train_context.ContextNetwork | None, docs: Annotated, rest: Path, folder: Path, epochs: int) -> None:
    """Models fitted to the articles outside a fold, in a copy of models/ that is links but for them."""
    events = folder / "models" / "events"
    events.mkdir(parents=True, exist_ok=True)
    for path in (ROOT / "models").iterdir():
        if path.name != "events" and not (events.parent / path.name).exists():
            (events.parent / path.name).symlink_to(path)
    fitting.save(fit_triggers(docs), events / "triggers.npz", limit=150_000)
    fitting.save(fit_arguments(docs), events / "arguments.npz", limit=170_000)
    polarity = [sys.executable, str(ROOT / "training" / "train_polarity.py"), str(rest), "--out", str(events)]
    subprocess.run(polarity, check=True)
    if net is not None:
        train_context.fit(net, train_context.windows_of_all(docs), epochs=epochs, seed=SEED, rate=RATE)
        save(net.arrays(), events / "context.npz", HEADS)
    (folder / "fitted").touch()


def counts(models: Path, articles: Path) -> Counter[tuple[str, str]]:
    """Hits, found and annotated items in the articles, by figure, with the models of a folder."""
    command = [sys.executable, __file__, "--measure", str(models), str(articles)]
    rows = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return Counter({(name, part): number for name, part, number in rows})


def measure(models: str, articles: str) -> None:
    """Prints what `counts` reads; in a process of its own, for models are read once."""
    arabic_events.models._folders = lambda: [Path(models)]
    extractor = Extractor(context=(Path(models) / "events" / "context.npz").exists())
    total: Counter[tuple[str, str]] = Counter()
    for record in accuracy.read([Path(articles)]):
        total.update(accuracy.count(record, extractor.extract_one(accuracy.to_article(record))))
    print(json.dumps([[*key, number] for key, number in total.items()]))


def show(title: str, found: Counter[tuple[str, str]]) -> None:
    """One line of F1 figures."""
    table = accuracy.figures(found)
    print(
        f"{title:16s} " + "  ".join(f"{name.removeprefix('argument.')} {row['f1']:.1f}" for name, row in table.items())
    )
    sys.stdout.flush()


def main() -> None:
    if sys.argv[1:2] == ["--measure"]:
        measure(*sys.argv[2:])
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--encoder", type=Path, help="what pretrain_encoder.py wrote")
    parser.add_argument("--more", type=Path, nargs="*", default=())
    parser.add_argument("--beside", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=2, help="over --more")
    parser.add_argument("--last-epochs", type=int, default=3, help="over the corpus")
    args = parser.parse_args()
    if args.encoder and not args.more:
        parser.error("--encoder is what the network begins with: --more, which it is fitted to, is missing")
    torch.set_num_threads(1)
    args.folder.mkdir(parents=True, exist_ok=True)
    records = gold.read([args.corpus])
    docs = documents(records)
    base = args.folder / "base.pt"
    if args.more and not base.exists():
        torch.save(base_network(args.encoder, docs, args.more, args.epochs).state_dict(), base)
    inside: Counter[tuple[str, str]] = Counter()
    beside: Counter[tuple[str, str]] = Counter()
    for fold in range(args.folds):
        folder = args.folder / f"fold{fold}"
        folder.mkdir(exist_ok=True)
        held, rest = folder / "held.jsonl", folder / "rest.jsonl"
        for path, mine in ((held, True), (rest, False)):
            chosen = [record for at, record in enumerate(records) if (at % args.folds == fold) == mine]
            path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in chosen), "utf-8")
        if not (folder / "fitted").exists():
            net = None
            if args.more:
                net = train_context.ContextNetwork(EncoderNetwork())
                net.load_state_dict(torch.load(base))
            others = [doc for at, doc in enumerate(docs) if at % args.folds != fold]
            fit_fold(net, others, rest, folder, args.last_epochs)
        found = counts(folder / "models", held)
        show(f"fold {fold}", found)
        inside.update(found)
        if args.beside:
            found = counts(folder / "models", args.beside)
            show("  beside", found)
            beside.update(found)
    show("all folds", inside)
    if args.beside:
        show("beside", beside)


if __name__ == "__main__":
    main()
