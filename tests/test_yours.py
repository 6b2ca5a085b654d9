"""The page of a visitor's own file: what it reads, asks, mends and draws, and that it stays with them."""

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.pages import Open, count, drop, query, text
from timeline.dataset import read
from timeline.dates import WANTED
from timeline.engine.embedded import Embedded
from timeline.intake import fetching, read_bytes
from timeline.intake.mending import Mending
from timeline.intake.writing import csv_of, zip_of
from timeline.language import ENDONYMS, language
from timeline.selection import Selection
from timeline.ui import mending as grid
from timeline.ui import yours

MESSY = (
    "Event date;Event;Type;Countries\n"
    "31/12/2025;Meeting in Ashgabat;Meeting;Turkmenistan and Somalia\n"
    "03/04/2025;A call;Phone call;Turkmenistan and Somalia\n"
    "soon;A forum;Forum;\n"
)


def mended(content: str = MESSY) -> Mending:
    return Mending(read_bytes("contacts.csv", content.encode()))


# The page


def test_the_record_of_one_visitor_takes_no_threads_for_itself() -> None:
    engine = yours._store(None)._engine

    assert isinstance(engine, Embedded)
    threads = "SELECT current_setting('threads'), current_setting('async_threads')"
    assert engine._base.execute(threads).fetchall() == [(1, 0)]


def test_a_record_that_outgrows_the_setting_for_memory_is_written_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIMELINE_TEMP", str(tmp_path / "temp"))
    monkeypatch.setenv("TIMELINE_MEMORY", "8MB")
    rows = "".join(f"2025-01-{1 + at % 28:02},Talks number {at} of {at * 7919}\n" for at in range(60_000))
    held = yours.Yours("a.csv", b"", yours.Answers(), mended(f"date,title\n{rows}"))

    assert yours._store(held).count(Selection()) == 60_000
    assert not (tmp_path / "temp").exists()


@pytest.mark.parametrize("lang", ENDONYMS)
def test_before_a_file_the_page_says_what_it_needs(app_at: Open, lang: str) -> None:
    app = app_at("yours.py", lang=lang)

    assert language(lang).gettext("What the file needs") in text(app)
    assert not app.sidebar.children


@pytest.mark.parametrize(("lang", "words"), [("en", "If it is a Hijri one"), ("ar", "فإن كان هجريًّا")])
def test_what_would_be_wrong_in_silence_stands_above_the_table(app_at: Open, lang: str, words: str) -> None:
    held = drop(app_at("yours.py", lang=lang), "date,title\n1446-10-20,A\n2025,B\n")
    sound = drop(app_at("yours.py", lang=lang), "date,title\n2025-04-18,A\n2025,B\n")

    assert words in text(held)
    assert "1446-10-20" in text(held)
    assert words not in text(sound)


@pytest.mark.parametrize("lang", ENDONYMS)
def test_sound_rows_are_drawn_and_the_others_are_counted(app_at: Open, lang: str) -> None:
    app = drop(app_at("yours.py", lang=lang), MESSY)

    assert not app.exception
    assert count(app) == 1
    assert language(lang).ngettext("{number} fault", "{number} faults", 2) in text(app)
    words = (
        "{number} row is not drawn until it is mended.",
        "{number} rows are not drawn until they are mended.",
    )
    assert language(lang).ngettext(*words, 2) in text(app)


def test_an_answer_about_the_dates_draws_them(app_at: Open) -> None:
    app = drop(app_at("yours.py", lang="en"), MESSY)
    assert "<b>03/04/2025</b>" in text(app)
    app.button_group(key="day_first").set_value(False).run()

    assert count(app) == 2
    assert "4 March 2025" in text(app)


def test_a_column_can_be_read_as_another(app_at: Open) -> None:
    app = drop(app_at("yours.py", lang="en"), "When,What,Event\n2025,First,Second\n")
    assert "Second" in text(app)
    app.selectbox(key="column-1").set_value("title").run()

    assert [box.value for box in app.selectbox] == ["date", "title", ""]
    assert "First" in text(app)
    assert "Second" not in text(app)


def test_a_code_page_can_be_chosen(app_at: Open) -> None:
    app = drop(app_at("yours.py", lang="en"), "date,title\n2025,Réunion\n".encode("cp1252"))
    assert "Réunion" in text(app)
    app.selectbox(key="encoding").set_value("cp1251").run()

    assert "Rйunion" in text(app)


def test_the_next_file_is_asked_anew(app_at: Open) -> None:
    app = app_at("yours.py", lang="en")
    for _ in range(2):
        app = drop(app, "date,title\n03/04/2025,Réunion\n".encode("cp1252"))
        assert (app.button_group(key="day_first").value, app.selectbox(key="encoding").value) == (None, "")
        app.button_group(key="day_first").set_value(False).run()
        app.selectbox(key="encoding").set_value("cp1251").run()

        assert app.button_group(key="day_first").value is False
        assert app.selectbox(key="encoding").value == "cp1251"
        assert ("4 March 2025" in text(app), "Rйunion" in text(app)) == (True, True)


def test_a_file_in_a_further_language_is_read_and_offered_in_it(app_at: Open) -> None:
    app = drop(app_at("yours.py", lang="en"), "date,title,title_fr\n2025-08-05,Opening,Ouverture\n")

    assert app.button_group(key="language").options == ["English", "العربية", "Français"]
    assert "Title (French)" in app.selectbox(key="column-2").options
    assert app.selectbox(key="column-2").value == "title_fr"
    app.button_group(key="language").set_value("fr").run()
    assert "Ouverture" in text(app)
    assert query(app) == "lang=fr"


def test_filters_are_those_of_the_file(app_at: Open) -> None:
    app = drop(app_at("yours.py", lang="en"), "date,title,topics\n2025,A,fishing\n2026,B,trade\n")
    app.button_group(key="topic").set_value(["fishing"]).run()

    assert (count(app), query(app)) == (1, "lang=en&topic=fishing")


def test_a_new_file_is_not_narrowed_by_an_old_link(app_at: Open) -> None:
    app = drop(app_at("yours.py", lang="en", dates="1999", topic=["trade"]), "date,title\n2025,A\n")

    assert (count(app), query(app)) == (1, "lang=en")


def test_the_file_stays_in_the_session_until_it_is_forgotten(app_at: Open) -> None:
    app = drop(app_at("yours.py", lang="en"), MESSY)
    app.switch_page("pages/data.py").run()
    assert count(app) == 4
    app.switch_page("pages/yours.py").run()
    assert count(app) == 1

    app.button(key="forget").click().run()
    assert "contacts.csv" not in text(app)
    assert "yours" not in app.session_state


def test_no_address_leads_to_a_private_event(app_at: Open) -> None:
    app = drop(app_at("yours.py", lang="en"), MESSY)

    assert "/events/" not in text(app)
    assert len(app.get("popover")) == 0


def test_the_next_visitor_sees_nothing_of_it(app_at: Open) -> None:
    drop(app_at("yours.py"), MESSY)

    assert "Meeting in Ashgabat" not in text(app_at("yours.py"))


@pytest.mark.parametrize("lang", ENDONYMS)
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01",
        b"PK\x03\x04",
        b"a,b\n1,2\n",
        b"date,date,title\n1,2,3\n",
        b"date,title\n",
        b"date,title\n\n,x",
    ],
)
def test_any_file_gives_a_page(app_at: Open, lang: str, content: bytes) -> None:
    app = drop(app_at("yours.py", lang=lang), content)

    assert not app.exception
    assert "contacts.csv" in text(app)


def test_text_of_the_file_is_text(app_at: Open) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    app = drop(
        app_at("yours.py"),
        f"date,title,{hostile},Note\n2025,{hostile},{hostile},{hostile}\n",
        f"{hostile}.csv",
    )

    assert not app.exception
    assert hostile not in text(app)


def test_an_address_is_asked_for_only_where_the_operator_allows_it(
    app_at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not [box for box in app_at("yours.py").text_input if box.key == "fetch_address"]
    monkeypatch.setenv("TIMELINE_FETCH", "on")
    app = app_at("yours.py", lang="en")
    app.text_input(key="fetch_address").set_value("http://localhost/")
    next(button for button in app.button if button.label == "Read it").click().run()

    assert [error.value for error in app.error] == ["Give an address that begins with https://."]


# The grid


def test_each_file_has_a_grid_of_its_own(app_at: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMELINE_FETCH", "on")
    monkeypatch.setattr(fetching, "fetch", lambda _: ("c.csv", b"date,title\n2027,C\n"))
    app = drop(app_at("yours.py", lang="en"), "date,title\n2025,A\n")
    grids = [app.get("data_editor")[0].proto.id]
    grids.append(drop(app, "date,title\n2026,B\n").get("data_editor")[0].proto.id)
    next(button for button in app.button if button.label == "Read it").click().run()
    grids.append(app.get("data_editor")[0].proto.id)

    assert list(app.session_state["yours"].mending.events["title"]) == ["C"]
    assert len(set(grids)) == 3


def test_faults_stand_in_front_of_their_rows() -> None:
    table = grid.table(mended(), mended().events.index, language("en"))

    assert list(table.columns) == ["faults", "leave_out", "date", "title", "kind", "parties"]
    assert list(table.index) == [2, 3, 4]
    assert list(table["faults"]) == [
        "",
        "Date: 2025-04-03 or 2025-03-04: which of them is meant?",
        f"Date – wanted: {WANTED}",
    ]


@pytest.mark.parametrize(
    ("content", "english", "arabic"),
    [
        (
            "a,b\n1,2\n",
            "No column was read as Date; choose it above",
            "لم يُقرأ أي عمود على أنه «التاريخ»؛ اختره أعلاه",
        ),
        ("", "Wanted: a header and rows; the file is empty", "المطلوب: صف عناوين وصفوف بيانات، فالملف فارغ"),
        (
            "date,title,date\n2025,A,\n",
            "row 1, Date – wanted: each column once",
            "الصف 1، التاريخ – المطلوب: كل عمود مرة واحدة",
        ),
    ],
)
def test_a_fault_of_the_whole_file_is_a_sentence(
    app_at: Open, content: str, english: str, arabic: str
) -> None:
    assert f"<li>{english}</li>" in text(drop(app_at("yours.py", lang="en"), content))
    assert f"<li>{arabic}</li>" in text(drop(app_at("yours.py", lang="ar"), content))


@pytest.mark.parametrize("lang", ENDONYMS)
def test_a_column_that_is_none_of_ours_keeps_its_name(app_at: Open, lang: str) -> None:
    app = drop(app_at("yours.py", lang=lang), "date,title,Data,Data\n2025,A,x,y\n")

    place = {"en": "row 1, Data – wanted:", "ar": "الصف 1، Data – المطلوب:"}[lang]
    assert f"<li>{place} " in text(app)


def test_a_mended_cell_is_read_as_the_file_is() -> None:
    mending = mended().with_cell(4, "date", " 30.12.2025 ").with_cell(3, "date", "04/03/2025")

    assert list(mending.events["date"]) == ["2025-12-31", "04/03/2025", "2025-12-30"]
    assert [fault.row for fault in mending.faults] == [3]
    assert len(mending.sound[0]["events"]) == 2


def test_a_row_left_out_is_no_fault_and_can_come_back() -> None:
    mending = mended().leaving_out(3).leaving_out(4)

    assert (mending.faults, list(mending.frames["events"].index), len(mending.events)) == ((), [2], 3)
    assert [fault.row for fault in mending.leaving_out(3, False).faults] == [3]


def test_a_misread_row_is_not_drawn_until_it_was_looked_at() -> None:
    mending = mended("date,title\n2025,Awaza, Turkmenistan\n2026,B\n")
    assert [len(mending.sound[0]["events"]), len(mending.faults)] == [1, 1]

    mending = mending.with_cell(2, "title", "Awaza, Turkmenistan")
    assert [len(mending.sound[0]["events"]), len(mending.faults)] == [2, 0]


def test_nothing_is_drawn_while_the_columns_are_in_doubt() -> None:
    assert len(mended("Date,Title,Title\n2025,A,B\n").sound[0]["events"]) == 0


# What is kept


def test_the_download_is_a_dataset_that_says_what_was_mended(tmp_path: Path) -> None:
    mending = mended().with_cell(3, "date", "2025-04-03").leaving_out(4)
    with ZipFile(BytesIO(zip_of(mending.frames, "contacts"))) as archive:
        archive.extractall(tmp_path)
    dataset = read(tmp_path)

    assert list(dataset.events["date"]) == ["2025-12-31", "2025-04-03"]
    assert list(dataset.events["kind"]) == ["meeting", "phone-call"]
    assert dataset.package.titles == {"en": "contacts"}


def test_a_download_has_only_the_columns_that_are_used() -> None:
    lines = csv_of("events", mended().events).decode("utf-8-sig").splitlines()

    assert lines[0] == "date,kind,parties,title"
    assert lines[1] == "2025-12-31,meeting,TKM;SOM,Meeting in Ashgabat"


def test_a_download_keeps_a_further_language(tmp_path: Path) -> None:
    with ZipFile(BytesIO(zip_of(mended("date,title_fr,note_so\n2025,Titre,Qoraal\n").frames, "T"))) as packed:
        packed.extractall(tmp_path)

    assert read(tmp_path).events[["title_fr", "note_so"]].to_numpy().tolist() == [["Titre", "Qoraal"]]


def test_a_download_can_be_dropped_again() -> None:
    mending = mended("date,title,Source\n2025,A,Reuters\n")
    again = read_bytes("contacts.zip", zip_of(mending.frames, "contacts"))

    assert again.faults == []
    assert list(again.frames["events"]["sources"]) == ["reuters"]
    assert list(again.frames["sources"]["title"]) == ["Reuters"]


def test_the_description_names_every_file() -> None:
    with ZipFile(BytesIO(zip_of(mended().frames, "contacts"))) as archive:
        said = json.loads(archive.read("datapackage.json"))

        assert {one["path"] for one in said["resources"]} | {"datapackage.json"} == set(archive.namelist())


@pytest.mark.parametrize(("rows", "height"), [("2025-13-01,A,TKM\n", 88), ("2025-12-01,A,TKM\n", 35)])
def test_rows_are_high_enough_for_all_of_their_faults(rows: str, height: int) -> None:
    faulty = mended(f"date,title,parties\n{rows}")

    assert grid.row_height(grid.table(faulty, faulty.events.index, language("en"))) == height
