"""The bundled tagger is a model that stanza itself loads."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from documents import document

from arabic_events.text import normalize


@pytest.mark.slow
def test_stanza_reads_the_bundled_tagger(tmp_path: Path) -> None:
    import stanza

    from arabic_events.ner.linear import LABELS
    from arabic_events.ner.neural import neural_tagger
    from arabic_events.ner.stanza_vectors import write_stanza_folder

    folder = write_stanza_folder(tmp_path / "ours")
    pipeline = stanza.Pipeline(
        "ar",
        dir=str(folder),
        processors={"tokenize": "arabic_events", "ner": "arabic_events"},
        package=None,
        tokenize_pretokenized=True,
        download_method=None,
        use_gpu=False,
        verbose=False,
    )
    words = normalize("وصل وزير الخارجية المصري سامح شكري إلى بغداد").split()
    theirs, logits = pipeline.processors["ner"].trainers[0].model, []
    theirs.tag_clfs[0].register_forward_hook(lambda *called: logits.append(called[2].detach().numpy()))
    found = pipeline([words])
    assert {(entity.text, entity.type) for entity in found.ents} >= {
        (normalize("سامح شكري"), "PER"),
        (normalize("بغداد"), "LOC"),
    }
    assert type(neural_tagger().model) is type(theirs)
    assert neural_tagger().model.state_dict().keys() == theirs.state_dict().keys()
    ours = neural_tagger().scores([document(" ".join(words))])[0].emissions
    columns = [pipeline.processors["ner"].trainers[0].vocab["tag"].unit2id((label, ""))[0] for label in LABELS]
    assert np.allclose(ours, logits[0][: len(words), columns], atol=1e-4)
    with pytest.raises(FileExistsError):
        write_stanza_folder(folder)
