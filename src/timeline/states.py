"""Names of states and organisations beside those of CLDR: as the United Nations and papers have them.

Whoever fills in a spreadsheet or searches a record may use them; what a page calls a state is CLDR's.
"""

from collections.abc import Mapping

# By ISO 3166-1 alpha-3 or an organisation's code, in English and Arabic, with commas between them.
NAMES: Mapping[str, str] = {
    "ARE": "الإمارات",
    "BOL": "Plurinational State of Bolivia",
    "BRN": "Brunei Darussalam",
    "COD": "DR Congo, Democratic Republic of the Congo, جمهورية الكونغو الديمقراطية",
    "CZE": "Czech Republic",
    "EU": "European Union, الاتحاد الأوروبي",
    "GBR": "United Kingdom of Great Britain and Northern Ireland, بريطانيا",
    "IRN": "Islamic Republic of Iran, جمهورية إيران الإسلامية",
    "KOR": "Republic of Korea, جمهورية كوريا",
    "LAO": "Lao People's Democratic Republic",
    "MDA": "Republic of Moldova",
    "MMR": "Myanmar",
    "PRK": "Democratic People's Republic of Korea",
    "PSE": "Palestine, State of Palestine, فلسطين, دولة فلسطين",
    "RUS": "Russian Federation, الاتحاد الروسي",
    "SAU": "السعودية",
    "SOM": "Federal Republic of Somalia, جمهورية الصومال الفيدرالية",
    "SYR": "Syrian Arab Republic, الجمهورية العربية السورية",
    "TKM": "تركمنستان",
    "TUR": "Turkey",
    "TZA": "United Republic of Tanzania",
    "UN": "United Nations, الأمم المتحدة",
    "USA": "United States of America, الولايات المتحدة الأمريكية",
    "VEN": "Bolivarian Republic of Venezuela",
    "VNM": "Viet Nam",
    "XK": "Kosovo, كوسوفو",
}
