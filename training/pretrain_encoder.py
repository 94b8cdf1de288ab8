"""Teaches the encoder news Arabic: it guesses words that are hidden from it, from those around them.

    python training/pretrain_encoder.py NEWS.txt.xz FOLDER [--tokens 40e6]

The text is a paragraph a line. FOLDER takes the text as numbers and ``encoder.pt``, which is written every 500 steps;
a run that was cut goes on from there. A core with bfloat16 matrix units reads 8,000 to 14,000 words a second.
"""

from __future__ import annotations

import argparse
import lzma
import math
import multiprocessing
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from arabic_events.encoder import KNOWN, WINDOW, word_inputs
from arabic_events.text import AlignedText
from arabic_events.tokens import TokenKind, tokenize
from encoder_network import HIDDEN_WORD, EncoderNetwork, linear

BATCH, LEARNING_RATE, WARM_UP, SAVED_EVERY = 64, 2e-3, 300, 500
HIDDEN, WHOLLY = 0.2, 0.85
NEGATIVES = 4096
HELD_OUT = 64

Form = tuple[str, TokenKind]


def _read(lines: list[str]) -> tuple[list[Form], np.ndarray, np.ndarray]:
    """Word forms of some paragraphs, the text as their numbers, and where sentences (1) and paragraphs (3) begin."""
    forms: dict[Form, int] = {}
    numbers: list[int] = []
    starts: list[int] = []
    for line in lines:
        tokens, sentences = tokenize(AlignedText.of(line))
        first = {sentence.first for sentence in sentences}
        for token in tokens:
            numbers.append(forms.setdefault((token.norm, token.kind), len(forms)))
            starts.append((token.index in first) + 2 * (token.index == 0))
    return list(forms), np.array(numbers, np.int32), np.array(starts, np.int8)


def _chunks(path: Path) -> Iterator[list[str]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        kept = (line.strip() for line in lines if line.strip())
        while chunk := list(islice(kept, 2000)):
            yield chunk


def prepare(text: Path, folder: Path) -> None:
    """Writes the text as numbers: ``words.npy``, ``starts.npy``, and ``inputs.npy`` with the inputs of each form."""
    folder.mkdir(parents=True, exist_ok=True)
    known: dict[Form, int] = {}
    words, starts = [], []
    with multiprocessing.Pool(2) as pool:
        for forms, numbers, begins in pool.imap(_read, _chunks(text)):
            words.append(np.array([known.setdefault(form, len(known)) for form in forms], np.int32)[numbers])
            starts.append(begins)
        inputs = pool.starmap(word_inputs, list(known), chunksize=5000)
    np.save(folder / "words.npy", np.concatenate(words))
    np.save(folder / "starts.npy", np.concatenate(starts))
    np.save(folder / "inputs.npy", np.array(inputs, np.int32))


class Guesser:
    """Batches of text with hidden words, and the loss of guessing them."""

    def __init__(self, folder: Path, net: EncoderNetwork) -> None:
        self.words = np.load(folder / "words.npy", mmap_mode="r")
        self.starts = np.load(folder / "starts.npy", mmap_mode="r")
        self.inputs = torch.tensor(np.load(folder / "inputs.npy")).long()
        self.net = net
        self.read = torch.compile(net, dynamic=False)
        uses = torch.tensor(np.bincount(self.words, minlength=len(self.inputs))).float()
        counts = torch.zeros(KNOWN + 2).index_add_(0, self.inputs[:, 0], uses)
        chance = (counts + 1) ** 0.75
        chance[0] = chance[HIDDEN_WORD] = 0
        self.chance = chance / chance.sum()

    def loss(
        self, rows: np.ndarray, generator: torch.Generator, *, exact: bool = False
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Loss of the hidden words, against all words or against a sample, and of their inflection."""
        places = (rows[:, None] * WINDOW + np.arange(WINDOW)).ravel()
        shape = (len(rows), WINDOW)
        inputs = self.inputs[torch.tensor(self.words[places]).long()].view(*shape, -1)
        starts = torch.tensor(self.starts[places]).long().view(shape)
        asked = (torch.rand(shape, generator=generator) < HIDDEN) & (inputs[..., 5] > 0)
        wholly = asked & (torch.rand(shape, generator=generator) < WHOLLY)
        shown = inputs.clone()
        shown[wholly] = torch.tensor([HIDDEN_WORD, *[0] * (inputs.shape[-1] - 1)])
        states = self.read(shown, starts)[asked]
        inflection = functional.cross_entropy(linear(self.net.aux, states).float(), inputs[..., 5][asked])
        word = inputs[..., 0][asked]
        known = word > 0
        word = word[known]
        guess = linear(self.net.out, states[known])
        if exact:
            scores = (guess @ self.net.core.weight.to(guess.dtype).T).float() + self.net.bias
            return functional.cross_entropy(scores, word), inflection
        sample = torch.multinomial(self.chance, NEGATIVES, True, generator=generator)
        bias = self.net.bias - torch.log(self.chance * NEGATIVES)
        others = (guess @ self.net.core.weight[sample].to(guess.dtype).T).float() + bias[sample]
        others = others.masked_fill(word[:, None] == sample[None], -1e4)
        right = (guess.float() * self.net.core.weight[word]).sum(-1) + bias[word]
        return (torch.logsumexp(torch.cat([right[:, None], others], 1), 1) - right).mean(), inflection


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("text", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tokens", type=float, default=40e6)
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    if not (args.folder / "inputs.npy").exists():
        prepare(args.text, args.folder)
    net = EncoderNetwork(dropout=0.0)
    plain, decayed = [], []
    for name, parameter in net.named_parameters():
        (plain if name.startswith(("core", "hash", "flag", "bias")) or parameter.dim() < 2 else decayed).append(
            parameter
        )
    groups = [{"params": decayed, "weight_decay": 0.05}, {"params": plain, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=LEARNING_RATE, betas=(0.9, 0.98), foreach=True)
    step, steps = 0, int(args.tokens / (BATCH * WINDOW))
    saved = args.folder / "encoder.pt"
    if saved.exists():
        state = torch.load(saved)
        net.load_state_dict(state["net"])
        optimizer.load_state_dict(state["optimizer"])
        step = state["step"]
    guesser = Guesser(args.folder, net)
    rows = len(guesser.words) // WINDOW
    order = np.random.default_rng(1).permutation(rows - HELD_OUT)
    generator = torch.Generator().manual_seed(step + 1)
    began, total, shown = time.monotonic(), 0.0, step
    while step < steps:
        rate = min(1, (step + 1) / WARM_UP) * max(0.02, 0.5 * (1 + math.cos(math.pi * step / steps)))
        for group in optimizer.param_groups:
            group["lr"] = LEARNING_RATE * rate
        first = (step * BATCH) % (len(order) - BATCH)
        words, inflection = guesser.loss(order[first : first + BATCH], generator)
        (words + 0.2 * inflection).backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        step += 1
        total += words.item()
        if step % SAVED_EVERY == 0 or step == steps:
            with torch.no_grad():
                held, _ = guesser.loss(np.arange(rows - HELD_OUT, rows), torch.Generator().manual_seed(0), exact=True)
            loss, seconds = total / (step - shown), time.monotonic() - began
            print(f"step {step} of {steps} loss {loss:.3f} held out {held:.3f} {seconds:.0f} s", flush=True)
            total, shown = 0.0, step
            draft = saved.with_suffix(".draft")
            torch.save({"net": net.state_dict(), "optimizer": optimizer.state_dict(), "step": step}, draft)
            draft.replace(saved)


if __name__ == "__main__":
    main()
