import time

import pytest

from index.series import linked, restatements, series_key
from index.types import Figure, Place
from index.units import unit_kind

OLD, MIDDLE, NEW = "acme-2021.txt", "acme-2023.txt", "acme-2024.txt"


def row(document, label, unit, values, *, path=(), segment="", line=1, note="", source="table", section=""):
    """The figures of a printed row: a value for each year."""
    return [
        Figure(
            indicator=label,
            path=path,
            unit=unit,
            period=year,
            segment=segment,
            value=value,
            number=None if value in {"-", "N/A"} else float(value.rstrip("%+").split()[-1].replace(",", "")),
            document=document,
            section=section,
            place=Place((line, line)),
            kind=unit_kind(unit, label=label),
            source=source,
            note=note,
        )
        for year, value in values.items()
    ]


def said(figures):
    """Restatements in short."""
    return [(each.indicator, each.period, [figure.value for figure in each.figures]) for each in restatements(figures)]


@pytest.mark.parametrize(
    "alike",
    [
        [
            ("Direct GHG Emissions (Scope 1)", "metric tons", ("Consumption",)),
            ("Direct GHG emissions: Scope 1", "tonne (Mt) of CO2e", ("Use amount",)),
            ("Scope 1 GHG emissions (direct)", "tCO₂e", ("Greenhouse Gas",)),
        ],
        [
            ("Total GHG Emissions (Scope 1 and Scope 2)", "t CO2e", ()),
            ("GHG emissions, scopes 1 & 2", "kt CO2e", ("Key Environmental Indicators",)),
            ("Total GHG emissions", "t CO2e", ()),
        ],
        [
            ("Total Turnover Rate", "%", ()),
            ("Employee Turnover", "%", ("Employee Turnover",)),
        ],
        [
            ("Male", "%", ("Employee Turnover", "By Gender")),
            ("Men", "%", ("Turnover of employees", "By gender")),
        ],
        [
            ("Total Workforce", "Person", ("Employees",)),
            ("Total Employee Headcount", "", ()),
        ],
        [
            ("Per Capita Energy Consumption", "MWh/person", ("Use Intensity",)),
            ("Energy consumption per employee", "MWh per employee", ()),
        ],
        [
            ("Total R&D Investment", "RMB billion", ("Products and Services",)),
            ("Research and development expenditure", "RMB million", ()),
        ],
    ],
)
def test_labels_that_differ_only_in_wording_have_one_key(alike):
    keys = {series_key(row(NEW, label, unit, {2021: "1"}, path=path)[0]) for label, unit, path in alike}
    assert len(keys) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Scope 1 emissions", "t CO2e", ()), ("Scope 2 emissions", "t CO2e", ())),
        (("GHG (Scope 1, 2 and 3)", "t CO2e", ()), ("Total GHG (Scope 1 and 2)", "t CO2e", ())),
        (("Energy per capita", "MWh/person", ()), ("Energy per capita", "MWh/person", ("Office areas",))),
        (("Male", "%", ("New hires",)), ("Male", "%", ("Turnover",))),
        (("Male", "%", ("Turnover",)), ("Male", "Person", ("Turnover",))),
        (("Under 30", "%", ("Turnover",)), ("Under 50", "%", ("Turnover",))),
        (("Hazardous waste", "t", ()), ("Non-hazardous waste", "t", ())),
        (("Emissions per unit of revenue", "t/RMB million", ()), ("Emissions per person", "t/person", ())),
        (("Water withdrawal", "t", ()), ("Water discharge", "t", ())),
        (("Full-time employees", "", ()), ("Total workforce", "", ())),
    ],
)
def test_words_that_tell_indicators_apart_stay_in_the_key(one, other):
    first, second = (row(NEW, label, unit, {2021: "1"}, path=path)[0] for label, unit, path in (one, other))
    assert series_key(first) != series_key(second)


def test_a_series_runs_over_reports_named_as_in_the_newest():
    figures = [
        *row(NEW, "Direct GHG Emissions: Scope 1", "tonne (Mt) of CO2e", {2023: "12,252.52", 2022: "7,122.60"}),
        *row(OLD, "Direct GHG Emissions (Scope 1)", "metric tons", {2021: "9,096.95", 2020: "8,402.12"}),
    ]
    (series,) = linked(figures)
    assert (series.indicator, series.kind) == ("Direct GHG Emissions: Scope 1", "emissions")
    assert [figure.period for figure in series.figures] == [2020, 2021, 2022, 2023]


def test_other_words_are_linked_where_a_shared_year_has_the_same_number():
    figures = [
        *row(OLD, "Running Water Consumption", "metric tons", {2021: "329,572.00", 2020: "187,339.02"}),
        *row(MIDDLE, "Fresh Water Consumption", "tonne (Mt)", {2023: "523,100.75", 2021: "329,572.00"}),
        *row(MIDDLE, "Reclaimed Water Consumption", "tonne (Mt)", {2023: "164,353.00", 2021: "134,091.00"}),
    ]
    assert sorted(len(series.figures) for series in linked(figures)) == [2, 4]


def test_the_same_number_does_not_link_what_excludes_each_other():
    figures = [
        *row(OLD, "Direct emissions", "t CO2e", {2021: "12,345.67"}),
        *row(MIDDLE, "Indirect emissions", "t CO2e", {2021: "12,345.67"}),
        *row(NEW, "Sales volume", "t", {2021: "12,345.67"}),
    ]
    assert len(linked(figures)) == 3


def test_a_row_with_its_namesake_in_a_report_is_not_linked_to_another_of_that_report():
    figures = [
        *row(MIDDLE, "Suppliers audited", "", {2023: "12,345"}),
        *row(NEW, "Suppliers audited", "", {2023: "12,345", 2024: "23,456"}),
        *row(NEW, "Suppliers audited on site", "", {2023: "12,345", 2024: "23,456"}, line=2),
    ]
    assert sorted(len(series.figures) for series in linked(figures)) == [2, 3]


def test_a_restated_year_is_found_with_both_places_oldest_first():
    figures = [
        *row(MIDDLE, "Total Workforce", "Person", {2023: "35,116", 2021: "33,415", 2020: "24,810"}, line=52),
        *row(OLD, "Total Employee Headcount", "", {2021: "35,415", 2020: "24,810"}, line=11),
    ]
    (found,) = restatements(figures)
    assert (found.indicator, found.period, found.unit, found.segment) == ("Total Workforce", 2021, "Person", "")
    assert [(figure.document, figure.value, figure.place.lines[0]) for figure in found.figures] == [
        (OLD, "35,415", 11),
        (MIDDLE, "33,415", 52),
    ]


def test_a_restated_rate_is_found_without_another_year():
    figures = [
        *row(MIDDLE, "Resolution rate within 72 hours", "", {2023: "89.93%"}),
        *row(NEW, "Resolution Rate within 72 Hours", "%", {2024: "95.04", 2023: "99.95"}),
    ]
    assert said(figures) == [("Resolution Rate within 72 Hours", 2023, ["89.93%", "99.95"])]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("t", "0.33"), ("t", "0.336")),
        (("kt", "12.3"), ("t", "12,252.52")),
        (("GJ", "3,600"), ("MWh", "1,000.0")),
        (("t", "12.36"), ("t", "12.37")),
    ],
)
def test_rounding_and_other_units_are_no_restatement(first, second):
    figures = [
        *row(OLD, "Emissions of waste", first[0], {2021: first[1], 2020: "5"}),
        *row(NEW, "Emissions of waste", second[0], {2021: second[1]}),
    ]
    assert said(figures) == []


def test_converted_values_that_differ_are_a_restatement():
    figures = [
        *row(OLD, "Scope 1 emissions", "kt CO2e", {2021: "12.3"}),
        *row(NEW, "Scope 1 emissions", "t CO2e", {2021: "11,252.52"}),
    ]
    assert said(figures) == [("Scope 1 emissions", 2021, ["12.3", "11,252.52"])]


def test_whole_numbers_that_differ_by_one_are_a_restatement():
    figures = [
        *row(OLD, "Fatalities", "Person", {2021: "3", 2020: "2"}),
        *row(NEW, "Fatalities", "Person", {2021: "4", 2020: "2"}),
    ]
    assert said(figures) == [("Fatalities", 2021, ["3", "4"])]


def test_another_scope_is_no_restatement():
    offices = ("Intensity", "Office Areas in Mainland China")
    figures = [
        *row(OLD, "Energy per capita", "MWh/person", {2021: "3.04", 2020: "4.51"}, path=offices),
        *row(NEW, "Energy per capita", "MWh/person", {2021: "4.33", 2020: "5.36"}),
        *row(OLD, "Total workforce", "Person", {2021: "35,415"}),
        *row(NEW, "Full-time employees", "Person", {2021: "33,427"}),
        *row(NEW, "Total workforce", "Person", {2021: "30,000"}, segment="Smart EV"),
        *row(OLD, "Metal used", "t", {2021: "500"}),
        *row(NEW, "Metal used", "t", {2021: "400"}, note="The data excludes metal in batteries."),
    ]
    assert said(figures) == []


def test_a_label_torn_by_its_table_is_known_by_its_letters():
    torn = "Share of Cust Complaints so omer lved w vithin 48 Ho urs"
    figures = [
        *row(MIDDLE, "Share of Customer Complaints solved within 48 Hours", "%", {2023: "89.93"}),
        *row(MIDDLE, "Share of Customer Complaints solved", "%", {2023: "99.95"}, line=2),
        *row(NEW, torn, "%", {2024: "95.04", 2023: "99.95"}),
    ]
    assert said(figures) == [(torn, 2023, ["89.93", "99.95"])]
    short = [
        *row(MIDDLE, "Rate of staff and hours lost", "%", {2023: "40"}),
        *row(NEW, "Rate of staff a nd hours lo st", "%", {2023: "41"}),
    ]
    assert said(short) == []


def test_the_whole_is_one_segment_whatever_it_is_called():
    figures = [
        *row(OLD, "Water withdrawal", "t", {2021: "510.1"}),
        *row(NEW, "Water withdrawal", "t", {2021: "490.7"}, segment="Total"),
    ]
    assert said(figures) == [("Water withdrawal", 2021, ["510.1", "490.7"])]


def test_a_neighbouring_column_is_not_taken_for_a_restatement():
    figures = [
        *row(OLD, "Water withdrawal", "t", {2022: "510.1", 2021: "463.6"}),
        *row(NEW, "Water withdrawal", "t", {2023: "510.1", 2022: "463.6"}),
    ]
    assert said(figures) == []


def test_bare_parts_are_not_compared_unless_they_agree_elsewhere():
    figures = [
        *row(OLD, "Male", "%", {2021: "66.48"}),
        *row(NEW, "Male", "%", {2021: "97.29"}),
    ]
    assert said(figures) == []
    agreeing = [
        *row(OLD, "Male", "%", {2021: "66.48", 2020: "65.86"}),
        *row(NEW, "Male", "%", {2021: "66.50", 2020: "65.86"}),
    ]
    assert said(agreeing) == [("Male", 2021, ["66.48", "66.50"])]


def test_values_far_apart_without_a_year_that_agrees_are_of_two_things():
    figures = [
        *row(OLD, "Packaging material", "t", {2021: "51,172.55"}),
        *row(NEW, "Packaging material", "t", {2021: "4,254.86"}),
    ]
    assert said(figures) == []


def test_sentences_are_compared_only_with_another_report_and_close_by():
    figures = [
        *row(OLD, "R&D expenditure", "RMB billion", {2022: "16.2"}, source="prose"),
        *row(NEW, "Total R&D Investment", "RMB billion", {2022: "16.0", 2023: "19.1"}),
        *row(NEW, "R&D investment", "RMB billion", {2023: "nearly 20"}, source="prose", line=3),
        *row(OLD, "Trees planted", "", {2022: "more than 2,000"}, source="prose"),
        *row(NEW, "Trees planted", "", {2022: "2,356"}),
    ]
    assert said(figures) == [("Total R&D Investment", 2022, ["16.2", "16.0"])]


def test_companies_are_kept_apart_however_their_names_are_written():
    figures = [
        *row(OLD, "Total workforce", "Person", {2021: "100"}),
        *row(MIDDLE, "Total workforce", "Person", {2021: "120"}),
        *row("other.txt", "Total workforce", "Person", {2021: "110"}),
    ]
    companies = {OLD: "Acme Corporation", MIDDLE: "ACME Group Ltd.", "other.txt": "Bolt plc"}
    (found,) = restatements(figures, companies=companies)
    assert [figure.value for figure in found.figures] == ["100", "120"]
    assert len(linked(figures, companies=companies)) == 2
    assert len(linked(figures, companies={OLD: "Acme", MIDDLE: "", "other.txt": ""})) == 1


def test_many_figures_are_linked_in_linear_time():
    figures = [
        figure
        for report in range(10)
        for line in range(400)
        for figure in row(
            f"acme-{report}.txt",
            f"Thing {line} made",
            "t",
            {2000 + report + back: f"{line},{report:03}" for back in range(4)},
        )
    ]
    started = time.perf_counter()
    assert len(linked(figures)) == 400
    restatements(figures)
    assert time.perf_counter() - started < 8
