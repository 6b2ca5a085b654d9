"""States as people name them in a cell: the codes of today, whole names first, and nothing guessed."""

import pytest

from timeline.intake import values


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        # Babel has codes of states that are no more, under the same names.
        *(("Turkmenistan, France", "TKM;FRA"), ("فرنسا", "FRA"), ("Timor-Leste", "TLS")),
        *(("Congo - Kinshasa", "COD"), ("Democratic Republic of the Congo", "COD")),
        *(
            ("Bosnia and Herzegovina", "BIH"),
            ("البوسنة والهرسك", "BIH"),
            ("Antigua and Barbuda; UK", "ATG;GBR"),
        ),
        *(
            ("Turkmenistan and Somalia", "TKM;SOM"),
            ("تركمانستان والصومال", "TKM;SOM"),
            ("TKM-SOM", "TKM;SOM"),
        ),
        *(("UK", "GBR"), ("TM; SO", "TKM;SOM"), ("UAE", "ARE"), ("US", "USA")),
        *(("Russian Federation", "RUS"), ("Viet Nam", "VNM"), ("Republic of Korea", "KOR")),
        *(("Turkey", "TUR"), ("Türkiye", "TUR"), ("فلسطين", "PSE"), ("السعودية", "SAU")),
        *(("European Union", "EU"), ("الأمم المتحدة; تركمانستان", "UN;TKM"), ("Kosovo", "XK")),
        *(("TKM;SOM", "TKM;SOM"), ("UN;TKM", "UN;TKM"), ("Iran (Islamic Republic of)", "IRN")),
        # What stands in the brackets makes another state of it.
        *(("Sudan (South)", "SSD"), ("السودان (جنوب)", "SSD"), ("Guinea (Equatorial)", "GNQ")),
    ],
)
def test_a_state_is_known_by_its_names(cell: str, codes: str) -> None:
    assert values.parties(cell) == codes


@pytest.mark.parametrize(
    "cell",
    [
        "us",
        "in",
        "Congo",
        "Ruritania",
        "France and Ruritania",
        "ABC-TKM",
        "FXX",
        "",
        "China (Taiwan)",
        "Ireland (Northern)",
        "Turkmenistan (x)",
    ],
)
def test_what_names_no_state_stays_as_written(cell: str) -> None:
    assert values.parties(cell) == cell


def test_no_code_of_a_state_that_is_no_more_is_ever_made() -> None:
    assert {"FXX", "TMP", "ZAR", "BUR", "DDR", "YMD"} & set(values._codes().values()) == set()
