"""Products in 8 bits: what they round, that both ways find the same, that a kernel that is not exact is not used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from arabic_events import eight_bits
from arabic_events.eight_bits import LONGEST, Matrix

torch = pytest.importorskip("torch")
COUNTS = st.integers(-127, 127)


def matrix(rows: int, columns: int, seed: int = 0) -> Matrix:
    rng = np.random.default_rng(seed)
    values = rng.integers(-127, 128, (rows, columns)).astype(np.int8)
    return Matrix(values, rng.random(columns).astype(np.float32))


def without_torch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "torch")


@given(st.integers(1, 40), st.sampled_from([1, 16, 256, LONGEST]), st.integers(0, 9))
def test_torch_and_numpy_find_the_same(count: int, rows: int, seed: int) -> None:
    x = np.random.default_rng(seed).standard_normal((count, rows)).astype(np.float32)
    one, other = matrix(rows, 48, seed), matrix(rows, 48, seed)
    fast = one.after(x)
    with pytest.MonkeyPatch.context() as patch:
        without_torch(patch)
        assert np.array_equal(fast, other.after(x))


@given(arrays.arrays(np.float32, (3, 20), elements=st.floats(-1e4, 1e4, width=32)))
def test_a_row_is_rounded_to_steps_of_its_largest_value(x: np.ndarray) -> None:
    whole = matrix(20, 7)
    exact = x.astype(np.float64) @ (whole.values * whole.scale.astype(np.float64))
    off = np.abs(x).max(axis=1, keepdims=True) / 254 * np.abs(whole.values * whole.scale).sum(axis=0)
    assert (np.abs(whole.after(x) - exact) <= off * 1.001 + 1e-6).all()


def test_largest_sums_are_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    largest = Matrix(np.full((LONGEST, 8), 127, np.int8), np.ones(8, np.float32))
    x = np.full((2, LONGEST), 127, np.float32)
    assert (largest.after(x) == LONGEST * 127**2).all()
    without_torch(monkeypatch)
    assert (largest.after(x) == LONGEST * 127**2).all()
    with pytest.raises(ValueError, match="1025 rows"):
        Matrix(np.zeros((LONGEST + 1, 1), np.int8), np.ones(1, np.float32))


def test_nothing_and_zeros() -> None:
    assert matrix(4, 3).after(np.zeros((0, 4), np.float32)).shape == (0, 3)
    assert (matrix(4, 3).after(np.zeros((2, 4), np.float32)) == 0).all()


def saturating(one: object, other: object) -> object:
    return torch.clamp(one.float() @ other.float(), max=32_767).int()  # type: ignore[attr-defined]


def refusing(one: object, other: object) -> object:
    raise RuntimeError("not on this processor")


@pytest.mark.parametrize("kernel", [saturating, refusing, None])
def test_a_kernel_that_is_not_exact_is_not_used(kernel: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch, "_int_mm", kernel)
    monkeypatch.setattr(eight_bits, "_kernel", eight_bits._kernel.__wrapped__)
    assert eight_bits._kernel() is None
    x = np.full((2, LONGEST), 127, np.float32)
    assert (Matrix(np.full((LONGEST, 8), 127, np.int8), np.ones(8, np.float32)).after(x) == LONGEST * 127**2).all()


HARD = {
    "nothing": np.zeros((0, 4)),
    "zeros": np.zeros((2, 4)),
    "ties": np.array([[127, 0.5, 1.5, -2.5], [-254, 1, 3, 5]]),
    "all negative": np.array([[-3, -2, -1, -0.1]]),
    "tiny and huge": np.array([[1e-20, -2e-20, 0, 1e-21], [1e30, -1e30, 1, 0]]),
}


@pytest.mark.parametrize("x", HARD.values(), ids=HARD)
def test_both_ways_agree_on_hard_rows(x: np.ndarray) -> None:
    one, x = matrix(4, 8), x.astype(np.float32)
    kernel = eight_bits._kernel()
    if kernel is None:
        pytest.skip("torch's product of bytes is not exact on this processor")
    assert np.array_equal(one._by_torch(x, kernel), one._by_numpy(x))


@pytest.mark.parametrize(
    ("times", "before", "loaded"), [(1, "", "False"), (3, "", "True"), (3, "sys.modules['torch'] = None", "False")]
)
def test_torch_is_loaded_only_for_much_and_if_it_is_there(times: int, before: str, loaded: str) -> None:
    code = (
        f"import sys, numpy as np\n{before}\n"
        "from arabic_events.eight_bits import Matrix, expect\n"
        "one = Matrix(np.ones((2, 2), np.int8), np.ones(2, np.float32))\n"
        f"for _ in range({times}):\n"
        "    expect(12_000)\n"
        "    assert (np.round(one.after(np.ones((12_000, 2), np.float32))) == 2).all()\n"
        "print(sys.modules.get('torch') is not None)"
    )
    run = [sys.executable, "-c", code]
    assert (
        subprocess.run(run, check=True, cwd=Path(__file__).parent, capture_output=True, text=True).stdout
        == f"{loaded}\n"
    )
