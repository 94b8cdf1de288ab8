"""The torch side of `arabic_events.encoder`: the network that is trained, and its arrays as the library reads them."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from arabic_events.encoder import BUCKETS, KNOWN
from arabic_events.vectors import word_vectors

HIDDEN_WORD = KNOWN + 1
HEADS = 4
_LONGEST = 512


def linear(layer: nn.Linear, x: torch.Tensor) -> torch.Tensor:
    """The layer in the precision of its input; weights stay in float32."""
    return functional.linear(x, layer.weight.to(x.dtype), None if layer.bias is None else layer.bias.to(x.dtype))


class Norm(nn.Module):
    """Root mean square norm."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.w = nn.Parameter(torch.ones(width))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The rows at unit scale, weighted."""
        exact = x.float()
        return (exact * torch.rsqrt(exact.square().mean(-1, keepdim=True) + 1e-6) * self.w).to(x.dtype)


def _turned(x: torch.Tensor, cosines: torch.Tensor, sines: torch.Tensor) -> torch.Tensor:
    a, b = x.chunk(2, -1)
    return torch.cat([a * cosines - b * sines, a * sines + b * cosines], -1)


class LayerNetwork(nn.Module):
    """`arabic_events.encoder.Layer`."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.n1, self.n2 = Norm(width), Norm(width)
        self.qkv = nn.Linear(width, 3 * width, bias=False)
        self.o = nn.Linear(width, width, bias=False)
        self.up = nn.Linear(width, inner, bias=False)
        self.down = nn.Linear(inner, width, bias=False)
        self.drop = nn.Dropout(dropout)

    def forward(
        self, x: torch.Tensor, cosines: torch.Tensor, sines: torch.Tensor, mask: torch.Tensor | None
    ) -> torch.Tensor:
        """The words after the layer."""
        rows, length, width = x.shape
        mixed = linear(self.qkv, self.n1(x)).view(rows, length, 3, self.heads, width // self.heads)
        queries, keys, values = mixed.permute(2, 0, 3, 1, 4)
        queries, keys = _turned(queries, cosines, sines), _turned(keys, cosines, sines)
        weights = queries @ keys.transpose(-1, -2) * (width // self.heads) ** -0.5
        if mask is not None:
            weights = weights + mask
        seen = (weights.softmax(-1) @ values).transpose(1, 2).reshape(rows, length, width)
        x = x + self.drop(linear(self.o, seen))
        return x + self.drop(linear(self.down, functional.relu(linear(self.up, self.n2(x))).square()))


class EncoderNetwork(nn.Module):
    """`arabic_events.encoder.Encoder`, and what it guesses hidden words with. Layers run in ``dtype``."""

    def __init__(
        self,
        *,
        width: int = 256,
        layers: int = 4,
        heads: int = HEADS,
        inner: int = 1024,
        size: int = 128,
        dropout: float = 0.1,
        dtype: torch.dtype = torch.bfloat16,
    ) -> None:
        super().__init__()
        self.dtype, self.heads = dtype, heads
        self.core = nn.Embedding(KNOWN + 2, size)
        nn.init.normal_(self.core.weight, std=0.05)
        table = word_vectors().table
        self.register_buffer("vec", torch.tensor(table), persistent=False)
        self.inp = nn.Linear(size + 2 * table.shape[1], width)
        self.hash = nn.ModuleList([nn.Embedding(buckets, width) for buckets in BUCKETS])
        self.flag = nn.Embedding(4, width)
        self.layers = nn.ModuleList([LayerNetwork(width, heads, inner, dropout) for _ in range(layers)])
        self.norm, self.drop = Norm(width), nn.Dropout(dropout)
        for table_of in (*self.hash, self.flag):
            nn.init.normal_(table_of.weight, std=0.02)
        for layer in self.layers:
            for last in (layer.o, layer.down):
                nn.init.normal_(last.weight, std=0.02 / math.sqrt(2 * layers))
        self.out = nn.Linear(width, size)
        self.bias = nn.Parameter(torch.zeros(KNOWN + 2))
        self.aux = nn.Linear(width, BUCKETS[2])
        steps = 10_000.0 ** -(torch.arange(0, width // heads, 2).float() / (width // heads))
        angles = torch.arange(_LONGEST).float()[:, None] * steps
        self.register_buffer("cosines", angles.cos(), persistent=False)
        self.register_buffer("sines", angles.sin(), persistent=False)

    def embed(self, inputs: torch.Tensor, starts: torch.Tensor) -> torch.Tensor:
        """What goes into the first layer, shape (rows, length, width), in float32."""
        parts = torch.cat([self.core(inputs[..., 0]), self.vec[inputs[..., 1]], self.vec[inputs[..., 2]]], -1)
        total = linear(self.inp, parts.to(self.dtype)).float()
        for at, table in enumerate(self.hash):
            total = total + table(inputs[..., 3 + at])
        return total + self.flag(starts)

    def encode(self, embedded: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        """The words in context; ``mask`` is added to the attention weights."""
        length = embedded.shape[1]
        x = self.drop(embedded.to(self.dtype))
        cosines, sines = self.cosines[:length].to(self.dtype), self.sines[:length].to(self.dtype)
        for layer in self.layers:
            x = layer(x, cosines, sines, mask)
        return self.norm(x)

    def forward(self, inputs: torch.Tensor, starts: torch.Tensor) -> torch.Tensor:
        """The words in context, shape (rows, length, width)."""
        return self.encode(self.embed(inputs, starts))


def in_8_bits(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A matrix in 8 bits and the scale of each column."""
    scale = np.abs(matrix).max(axis=0) / 127 + 1e-12
    return np.round(matrix / scale).astype(np.int8), scale.astype(np.float32)


def arrays_of(net: EncoderNetwork) -> dict[str, np.ndarray]:
    """The weights under the names that `arabic_events.encoder` reads, in float32."""
    state = {name: value.detach().float().numpy() for name, value in net.state_dict().items()}
    arrays = {
        "known": state["core.weight"],
        "inp": state["inp.weight"].T,
        "inp_bias": state["inp.bias"],
        "flag": state["flag.weight"],
        "norm": state["norm.w"],
        **{f"hash{at}": state[f"hash.{at}.weight"] for at in range(len(BUCKETS))},
    }
    for at in range(len(net.layers)):
        arrays |= {f"{at}.norm1": state[f"layers.{at}.n1.w"], f"{at}.norm2": state[f"layers.{at}.n2.w"]}
        arrays |= {f"{at}.{name}": state[f"layers.{at}.{name}.weight"].T for name in ("qkv", "o", "up", "down")}
    return arrays


def save(arrays: dict[str, np.ndarray], path: Path, heads: int) -> None:
    """Stores the model: matrices in 8 bits with a scale a column."""
    stored: dict[str, np.ndarray] = {"version": np.int64(1), "heads": np.int64(heads)}
    for name, array in arrays.items():
        if array.ndim == 2:
            stored[name], stored[f"{name}_scale"] = in_8_bits(array)
        else:
            stored[name] = array.astype(np.float32)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **stored)
