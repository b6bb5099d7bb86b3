"""The random numbers: published vectors, the same words in Python, numpy and compiled, sound distributions."""

from __future__ import annotations

import statistics

import numpy as np
import pytest

from spirals import streams
from spirals.streams import many_normals, many_uniforms, normal, philox, run_key, uniforms
from tests.engine.same import compile_alone

# Random123, kat_vectors: philox 4x32 10
VECTORS = [
    ((0, 0), (0, 0, 0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 2, (0xFFFFFFFF,) * 4, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0xA4093822, 0x299F31D0),
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("key", "counter", "words"), VECTORS)
def test_philox_passes_the_published_vectors(key, counter, words):
    assert philox(*key, *counter) == words
    assert compile_alone(philox)(*key, *counter) == words


def test_uniforms_are_the_same_one_by_one_and_many_at_once():
    key = run_key(7, 3)
    last = 2**32 - 1  # neighbours at the ends of a word's range do not disturb each other
    for people in (np.arange(0), np.array([5]), np.array([last, 0, last, last]), np.arange(64), np.arange(200)):
        many = many_uniforms(key, people, 12, streams.TALK, 4)
        single = np.array([uniforms(key, int(i), 12, streams.TALK, 4) for i in people]).reshape(-1, 4)
        assert np.array_equal(many, single)


@pytest.mark.parametrize("people", [3, 64, 65, 5000])
def test_normals_of_several_blocks_are_those_of_each(people):
    key, rows = run_key(7, 3), np.arange(people)
    each = [many_normals(key, rows, 2, streams.TALK, block) for block in (5, 6, 7)]
    assert np.array_equal(many_normals(key, rows, 2, streams.TALK, 5, blocks=3), np.concatenate(each, axis=1))


def test_normal_is_the_inverse_of_the_normal_distribution():
    exact = statistics.NormalDist()
    fast = compile_alone(normal)
    for u in [1e-9, 1e-4, 0.02424, 0.02426, 0.3, 0.5, 0.7, 0.97574, 0.97576, 0.9999, 1 - 1e-9]:
        assert normal(u) == pytest.approx(exact.inv_cdf(u), rel=2e-9, abs=1e-9)
        assert fast(u) == normal(u)


def test_draws_are_uniform_normal_and_unrelated():
    key = run_key(1)
    u = many_uniforms(key, np.arange(20_000), 1, streams.WHOM)
    assert np.all((u > 0.0) & (u < 1.0))
    assert u.mean(axis=0) == pytest.approx(0.5, abs=0.01)
    assert u.var(axis=0) == pytest.approx(1.0 / 12.0, abs=0.002)
    z = many_normals(key, np.arange(20_000), 1, streams.PERSON)
    assert z.mean(axis=0) == pytest.approx(0.0, abs=0.03)
    assert z.std(axis=0) == pytest.approx(1.0, abs=0.02)
    others = [many_uniforms(key, np.arange(20_000), *place)[:, 0] for place in ((2, streams.WHOM), (1, streams.TALK))]
    others.append(many_uniforms(run_key(2), np.arange(20_000), 1, streams.WHOM)[:, 0])
    for other in (*others, u[:, 1], np.roll(u[:, 0], 1)):
        assert abs(np.corrcoef(u[:, 0], other)[0, 1]) < 0.03


def test_keys_differ_by_seed_and_replicate():
    keys = {tuple(run_key(seed, replicate)) for seed in range(20) for replicate in range(20)}
    assert len(keys) == 400
    assert all(0 <= word < 2**32 for key in keys for word in key)
