"""A sweep's results held in memory: what its folder would hold, and nothing on the disk."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from spirals.studies.folder import Described, manifest_of, points_of
from spirals.studies.parts import Contents, in_order
from spirals.studies.plan import Plan
from spirals.studies.work import KINDS, Parcel

if TYPE_CHECKING:
    import pandas as pd


class Memory(Described):
    """Results of an experiment that is run once and not kept; read like a `Folder`.

    Parameters
    ----------
    plan
        The experiment made ready.
    """

    def __init__(self, plan: Plan) -> None:
        self.points = points_of(plan)
        self.manifest = manifest_of(plan)
        self._parts: dict[str, list[bytes]] = {kind: [] for kind in KINDS}
        self._runs: set[str] = set()

    def commit(self, parcel: Parcel) -> None:
        """Take a batch's files; the order of batches does not matter."""
        for packed in parcel.files:
            self._parts[packed.kind].append(packed.content)
        self._runs.update(parcel.runs)

    def contents(self) -> Contents:
        """Return the runs that are done."""
        return Contents(dict.fromkeys(KINDS, ()), frozenset(self._runs), ())

    def frame(self, kind: str, contents: Contents, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Return the rows of all parts of a kind, in the order of the design."""
        import pandas as pd
        import pyarrow as pa
        import pyarrow.parquet as pq

        # By their bytes, as a folder reads its parts by names that are hashes of them.
        parts = sorted(self._parts[kind], key=lambda content: hashlib.sha256(content).digest())
        if not parts:
            return pd.DataFrame(columns=list(columns or ()))
        wanted = None if columns is None else list(columns)
        return in_order(pa.concat_tables([pq.read_table(pa.BufferReader(part), columns=wanted) for part in parts]))
