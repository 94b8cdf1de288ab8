"""Every exporter on an extraction made by hand: what its users would read from it."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from html.parser import HTMLParser
from pathlib import Path

import pytest
from made import ARTICLE, EMPTY, MADE, TEXT

from arabic_events import (
    EVENT_TYPES,
    BackendUnavailable,
    ErrorRecord,
    Extraction,
    InputError,
    UnsupportedInput,
    extract,
)
from arabic_events.export import (
    FORMATS,
    _codes,
    arrow,
    brat,
    cameo,
    format_of,
    geojson,
    html,
    jsonl,
    plover,
    table,
    text,
    write,
)
from arabic_events.readers import read_articles
from arabic_events.schema import EventGroup, Polarity, Sector, Stance

ROOT = Path(__file__).resolve().parents[1]


def literals(kind: object) -> set[str]:
    return set(kind.__args__)  # type: ignore[attr-defined]


# --- all -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_and_leaves_nothing_else(name: str, tmp_path: Path) -> None:
    target = tmp_path / f"out{FORMATS[name][0]}"
    write([MADE, EMPTY], target)
    assert format_of(target) == name
    assert target.exists()
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_takes_nothing(name: str, tmp_path: Path) -> None:
    write([], tmp_path / "out", format=name)
    assert (tmp_path / "out").exists()


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("old")

    def broken() -> object:
        yield MADE
        raise InputError("stop")

    with pytest.raises(InputError):
        write(broken(), target)  # type: ignore[arg-type]
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


def test_unknown_format(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedInput, match=r"suffix '\.docx'"):
        write([MADE], tmp_path / "a.docx")
    with pytest.raises(UnsupportedInput, match="no export format 'word'"):
        write([MADE], tmp_path / "a.html", format="word")


# --- jsonl -----------------------------------------------------------------------------------------------------------


def test_jsonl_round_trip(tmp_path: Path) -> None:
    record = ErrorRecord(error="InputError", message="نص", index=3, source="a", line=2)
    jsonl.write([MADE, record, EMPTY], tmp_path / "a.jsonl")
    assert list(jsonl.read(tmp_path / "a.jsonl")) == [MADE, record, EMPTY]
    first = json.loads((tmp_path / "a.jsonl").read_text("utf-8").split("\n")[0])
    assert first == MADE.model_dump(mode="json")


@pytest.mark.parametrize("line", ["{", '{"text": "x"}', '{"error": 1}', "[]"])
def test_jsonl_says_which_line_is_wrong(line: str, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(jsonl.render(EMPTY) + "\n" + line + "\n", "utf-8")
    with pytest.raises(InputError, match=r"a\.jsonl, line 2: is not"):
        list(jsonl.read(tmp_path / "a.jsonl"))


# --- table -----------------------------------------------------------------------------------------------------------


def test_frame() -> None:
    frame = MADE.to_frame()
    assert list(frame.columns) == list(table.COLUMNS)
    assert len(frame) == len(MADE.events)
    attack = frame.loc[frame["event"] == "e2"].iloc[0]
    assert (attack["type"], attack["actor"], attack["actor_sector"]) == ("attack", "مسلحون", "armed_group")
    assert (attack["location_country"], attack["latitude"], attack["date"]) == ("SD", 13.63, "2024-03-12")
    assert str(frame["published"].dtype).startswith("datetime64")
    assert frame["quantity"].sum() == 3
    assert list(EMPTY.to_frame().columns) == list(table.COLUMNS)


def test_arrow_says_what_columns_hold(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    table.write_parquet([MADE], tmp_path / "a.parquet")
    read = parquet.read_table(tmp_path / "a.parquet")
    assert read.schema.names == list(table.COLUMNS)
    assert all(field.metadata[b"about"] for field in read.schema)
    assert read.column("earliest")[0].as_py() == date(2024, 3, 12)
    assert read.equals(table.to_arrow([MADE]))


# --- nested Arrow ----------------------------------------------------------------------------------------------------

RECORD = ErrorRecord(error="InputError", message="نص", index=3, id="x", source="a", line=2)


@pytest.mark.parametrize("rows", arrow.ROWS)
def test_every_column_of_every_table_says_what_it_holds(rows: arrow.Rows) -> None:
    schema = arrow.schema(rows)
    assert schema.names == list(arrow.COLUMNS[rows])
    assert all(field.metadata[b"about"] for field in schema)
    table = arrow.to_arrow([MADE, RECORD, EMPTY], rows)
    assert table.schema.equals(schema, check_metadata=True)
    assert table.column("error").null_count == table.num_rows - 1
    assert arrow.to_arrow([], rows).num_rows == 0


def test_one_row_an_event_with_all_that_is_known() -> None:
    rows = arrow.to_arrow([MADE, RECORD]).to_pylist()
    assert [row["event"] for row in rows] == ["e1", "e2", "e3", "e4", None]
    death, attack, again, inquiry, bad = rows
    assert (death["article"], death["outlet"], death["published"]) == ("made-1", MADE.article.outlet, date(2024, 3, 13))
    assert death["claim"]["source"]["text"] == "وزارة الخارجية النرويجية"
    assert death["claim"]["stance"] == "said"
    assert [(target["head"], target["count"]) for target in death["targets"]] == [("ثلاثة", "q1")]
    assert death["quantities"][0]["value"] == 3
    (place,) = attack["locations"]
    assert (place["name"], place["country"], place["latitude"]) == ("الفاشر", "SD", 13.63)
    assert attack["dates"][0]["earliest"] == date(2024, 3, 12)
    assert attack["codes"] == {"plover": "ASSAULT", "cameo": "18/19", "ace": "Conflict.Attack"}
    assert (again["same_as"], again["polarity"], again["actors"]) == ("e2", "negated", [])
    assert (inquiry["actors"][0]["sector"], inquiry["actors"][0]["country"]) == ("state", "SD")
    assert inquiry["claim"] is None
    assert {name for name, value in bad.items() if value is not None} == {"error"}
    assert ErrorRecord(**bad["error"]) == RECORD


def test_one_row_a_claim_and_an_entity() -> None:
    said, denied = arrow.to_arrow([MADE], "claims").to_pylist()
    assert (said["source"]["country"], said["source"]["sector"], said["events"]) == ("NO", "state", ["e1", "e2"])
    assert (denied["source"], denied["content"]["text"], denied["events"]) == (None, "الهجوم", ["e3"])
    rows = arrow.to_arrow([MADE], "entities").to_pylist()
    assert [(row["entity"], row["label"], row["name"]) for row in rows] == [
        (entity.id, entity.label, entity.name) for entity in MADE.entities
    ]
    text = MADE.article.text
    assert all(text[row["start"] : row["end"]] == row["text"] for row in rows)


def test_pandas_takes_the_nested_table() -> None:
    pytest.importorskip("pandas")
    frame = arrow.to_arrow([MADE]).to_pandas()
    assert frame["actors"][1][0]["text"] == "مسلحون"


HARD = [
    {"published": datetime(2024, 3, 13, 10, 30, tzinfo=timezone(timedelta(hours=3)))},
    {"published": datetime(2024, 3, 13, 0, 0, 0, 5)},
    {"published": None, "id": None, "title": "", "outlet": None},
    {"metadata": {"page": 2, "a": [1, {"b": None}], "ن": "ص", "f": 0.1, "big": 2**70, "yes": True}},
]


@pytest.mark.parametrize("changes", HARD)
def test_arrow_and_json_lose_nothing(changes: dict[str, object], tmp_path: Path) -> None:
    made = MADE.model_copy(update={"article": ARTICLE.model_copy(update=changes)})
    results = [made, RECORD, EMPTY]
    assert list(arrow.from_arrow(arrow.to_arrow(results, "articles"))) == results
    (batch,) = arrow.to_arrow(results, "articles").to_batches()
    assert list(arrow.from_arrow(batch)) == results
    arrow.write(results, tmp_path / "a.parquet", "articles")
    assert list(arrow.read(tmp_path / "a.parquet")) == results
    jsonl.write(results, tmp_path / "a.jsonl")
    assert list(jsonl.read(tmp_path / "a.jsonl")) == results


@pytest.mark.parametrize("sample", sorted((ROOT / "data" / "samples").iterdir()), ids=lambda path: path.stem)
def test_arrow_and_json_lose_nothing_of_real_articles(sample: Path) -> None:
    results = list(extract(list(read_articles([sample]))))
    assert results
    assert list(arrow.from_arrow(arrow.to_arrow(results, "articles"))) == results
    assert [jsonl.parse(jsonl.render(result)) for result in results] == results


def test_only_a_table_of_articles_is_read_back(tmp_path: Path) -> None:
    write([MADE], tmp_path / "a.parquet")
    with pytest.raises(InputError, match=r"a\.parquet: only a table with a row an article .*--rows articles"):
        list(arrow.read(tmp_path / "a.parquet"))
    (tmp_path / "b.parquet").write_bytes(b"PAR1 not really")
    with pytest.raises(InputError, match=r"b\.parquet: is not a Parquet file"):
        list(arrow.read(tmp_path / "b.parquet"))
    with pytest.raises(ValueError, match="no table 'words': there are events, claims, entities, articles"):
        arrow.schema("words")  # type: ignore[arg-type]


def test_csv(tmp_path: Path) -> None:
    table.write_csv([MADE], tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["type"] for row in rows] == ["death", "attack", "attack", "investigation"]
    assert rows[0]["claim_source"] == "وزارة الخارجية النرويجية"
    assert rows[2]["same_as"] == "e2"


@pytest.mark.parametrize(
    ("missing", "call"),
    [
        ("pandas", lambda folder: table.to_frame([MADE])),
        ("pyarrow", lambda folder: table.to_arrow([MADE])),
        ("pyarrow.parquet", lambda folder: table.write_parquet([MADE], folder / "a.parquet")),
        ("pyarrow.parquet", lambda folder: arrow.write([MADE], folder / "a.parquet")),
    ],
)
def test_what_is_not_installed_is_named(
    missing: str, call: Callable[[Path], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(BackendUnavailable, match=r"pip install 'arabic_events\[tables\]'"):
        call(tmp_path)
    assert list(tmp_path.iterdir()) == []


# --- PLOVER and CAMEO ------------------------------------------------------------------------------------------------


def test_plover_rows() -> None:
    rows = list(csv.DictReader(io.StringIO(plover.render([MADE]))))
    assert tuple(rows[0]) == plover.COLUMNS
    (attack,) = rows
    assert attack["Event Type"] == "ASSAULT"
    assert attack["Quad Code"] == "MATERIAL CONFLICT"
    assert (attack["Event Date"], attack["Date Known"]) == ("2024-03-12", "1")
    assert (attack["Actor Name"], attack["Actor Sector"]) == ("مسلحون", "REB")
    assert (attack["Placename"], attack["Country"], attack["Latitude"]) == ("الفاشر", "SDN", "13.63")
    assert attack["Mentions"] == "1"


def test_polarity_is_chosen() -> None:
    rows = list(plover.rows([MADE], polarity=("asserted", "negated", "planned")))
    assert [(row["Native Type"], row["Polarity"], row["Mentions"]) for row in rows] == [
        ("attack", "asserted", 2),
        ("investigation", "planned", 1),
    ]
    assert rows[1]["Event Date"] == "2024-03-13"
    assert rows[1]["Date Known"] == 0
    assert (rows[1]["Actor Country"], rows[1]["Actor Sector"]) == ("SDN", "GOV")


def test_cameo_rows() -> None:
    rows = list(csv.DictReader(io.StringIO(cameo.render([MADE], polarity=("asserted", "planned"))), delimiter="\t"))
    attack, inquiry = rows
    assert tuple(attack) == cameo.COLUMNS
    assert (attack["EventCode"], attack["EventRootCode"], attack["Alternatives"]) == ("18", "18", "19")
    assert (attack["Date"], attack["QuadClass"], attack["SourceActorFull"]) == ("20240312", "4", "REB")
    assert (inquiry["SourceActorFull"], inquiry["EventCode"], inquiry["QuadClass"]) == ("SDNGOV", "09", "3")


def test_codes_cover_the_schema() -> None:
    assert set(_codes.SECTOR_CODES) == literals(Sector)
    assert _codes.alpha3("AZ") == "AZE"
    assert _codes.alpha3("PS") == "PSE"
    assert _codes.alpha3(None) == _codes.alpha3("??") == ""


# --- GeoJSON ---------------------------------------------------------------------------------------------------------


def test_geojson(tmp_path: Path) -> None:
    collection = json.loads(geojson.render([MADE, EMPTY]))
    assert collection["type"] == "FeatureCollection"
    assert [feature["properties"]["type"] for feature in collection["features"]] == ["death", "attack"]
    assert collection["features"][1]["geometry"] == {"type": "Point", "coordinates": [25.35, 13.63]}
    assert collection["features"][1]["properties"]["date"] == "2024-03-12"
    geojson.write([MADE, EMPTY], tmp_path / "a.geojson")
    assert json.loads((tmp_path / "a.geojson").read_text("utf-8")) == collection


# --- brat ------------------------------------------------------------------------------------------------------------


def test_brat_offsets_and_references(tmp_path: Path) -> None:
    brat.write([MADE, MADE, EMPTY], tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "annotation.conf",
        *("article-3.ann", "article-3.txt", "made-1-2.ann", "made-1-2.txt", "made-1.ann", "made-1.txt"),
    ]
    source = (tmp_path / "made-1.txt").read_text("utf-8")
    assert source == TEXT
    lines = (tmp_path / "made-1.ann").read_text("utf-8").splitlines()
    names = {line.split("\t")[0] for line in lines}
    assert len(names) == len(lines)
    for line in lines:
        if line.startswith("T"):
            _, place, words = line.split("\t")
            fragments = [tuple(map(int, part.split())) for part in place.split(" ", 1)[1].split(";")]
            assert " ".join(source[start:end] for start, end in fragments) == words
        elif line.startswith("E"):
            assert all(part.split(":")[1] in names for part in line.split("\t")[1].split())
    assert "E2\tattack:T" in "\n".join(lines)
    assert any(line.endswith("Polarity E3 negated") for line in lines)
    assert any("Same_as Arg1:E3 Arg2:E2" in line for line in lines)


def test_brat_fragments_across_lines() -> None:
    from arabic_events import Article, Entity

    entity = Entity(start=0, end=7, text="أب\r\n\nجد", id="t1", label="PER", name="أب جد", evidence="x")
    made = Extraction(article=Article(text="أب\r\n\nجد"), entities=[entity])
    assert brat.render(made).splitlines()[0] == "T1\tPER 0 2;5 7\tأب جد"


def test_brat_configuration_has_every_event_type() -> None:
    listed = brat.CONFIGURATION.split("[events]\n")[1].split("[attributes]")[0]
    assert [line.split("\t")[0] for line in listed.splitlines()] == list(EVENT_TYPES)


# --- HTML ------------------------------------------------------------------------------------------------------------

VOID = {"meta", "br", "link", "img", "input", "hr"}


class Page(HTMLParser):
    """Checks that tags close in order; gathers the text of the article, ids and links."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.article = ""
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if found.get("href"):
            self.links.append(str(found["href"]))
        self.loads += [tag for name in ("src", "srcset", "data") if name in found]
        if tag not in VOID:
            self.open.append((tag, found))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if any(found.get("class") == "text" for _, found in self.open):
            self.article += data


def parse(source: str) -> Page:
    page = Page()
    page.feed(source)
    page.close()
    assert page.open == []
    return page


def test_page_shows_the_text_unchanged_and_loads_nothing() -> None:
    source = html.render([MADE, EMPTY])
    page = parse(source)
    assert page.article == TEXT + EMPTY.article.text
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert page.loads == []
    assert "@import" not in source
    assert "url(" not in source
    assert "<script" not in source
    assert 'lang="ar" dir="rtl"' in source


def test_page_escapes_what_comes_from_outside() -> None:
    evil = '"><script>alert(1)</script>'
    made = MADE.model_copy(
        update={
            "article": ARTICLE.model_copy(update={"id": evil, "outlet": evil, "title": evil}),
            "warnings": (evil,),
            "entities": tuple(entity.model_copy(update={"name": evil}) for entity in MADE.entities),
            "events": tuple(event.model_copy(update={"id": evil, "evidence": evil}) for event in MADE.events),
        }
    )
    for source in (html.render(made), html.render_fragment(made)):
        assert "<script" not in source
        parse(source)
    assert "وكالة &lt;الشمال&gt;" in html.render(MADE)


def test_fragment_for_jupyter() -> None:
    fragment = MADE._repr_html_()
    assert parse(fragment).article == TEXT
    assert fragment == MADE._repr_html_()


def test_crossing_and_wild_spans_do_not_break_the_page() -> None:
    from arabic_events import Entity

    wild = [(0, 10), (5, 15), (5, 15), (5, 5), (100_000, 100_010), (14, 30), (8, 9)]
    entities = [
        Entity(start=start, end=end, text=TEXT[start:end], id=str(start), label="PER", name="x", evidence="x")
        for start, end in wild
    ]
    assert parse(html.render(MADE.model_copy(update={"entities": tuple(entities)}))).article == TEXT


def test_page_has_a_name_for_everything() -> None:
    labels = html._labels()
    assert tuple(labels["types"]) == EVENT_TYPES
    assert set(labels["groups"]) == literals(EventGroup)
    assert set(labels["polarity"]) == literals(Polarity)
    assert set(labels["stance"]) == literals(Stance)
    assert all(f".ae .{group}{{" in html._STYLE for group in labels["groups"])


# --- text ------------------------------------------------------------------------------------------------------------


def test_text() -> None:
    printed = str(MADE)
    assert printed.splitlines()[0] == "made-1 · 2024-03-13 · وكالة <الشمال>"
    assert "4 events · 2 claims · 1 times · 2 quantities · 3 entities" in printed
    assert "       when      2024-03-12  الثلاثاء" in printed
    assert "       says      وزارة الخارجية النرويجية  (said)" in printed
    assert "(negated, = e2)" in printed
    assert "\n\n" not in printed
    assert str(EMPTY).splitlines()[-1] == "0 events · 0 claims · 0 times · 0 quantities · 0 entities"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "3"),
        ({"modifier": "more_than", "value": 1200.0}, "> 1,200"),
        ({"modifier": "between", "upper": 5.0}, "3 to 5"),
        ({"value": None, "modifier": "indefinite"}, "?"),
        ({"modifier": "approx", "kind": "money", "currency": "USD", "value": 2.5e6}, "~ 2,500,000 USD"),
        ({"kind": "percent", "value": 4.25}, "4.25 %"),
    ],
)
def test_quantity_value(changes: dict[str, object], expected: str) -> None:
    assert text.quantity_value(MADE.quantities[1].model_copy(update=changes)) == expected
