"""What the tests of reckoning share: two reports of a made-up company, and their rows and sentences as units."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

import pytest

from index.building import build_index
from index.store import Index
from index.types import StoredPassage
from models.fakes import FakeEmbedder
from rag.calculate import reckoned
from rag.evidence import Aim, Unit
from rag.parts import texts
from rag.question import understand
from rag.statement import Attempt
from rag.types import Evidence

REPORTS = {
    "acme-2021.md": """# Acme ESG report 2021

## Environment

| Indicator | Unit | 2021 | 2020 |
| --- | --- | --- | --- |
| Total energy use | MWh | 130.5 | 120.0 |
| Direct energy use | MWh | 30.5 | 20.0 |
| Water withdrawal | tonnes | 500 | 400 |
| Paper used | kg | 90 | 80 |

## People

| Indicator | Unit | 2021 | 2020 |
| --- | --- | --- | --- |
| Turnover rate, women | % | 11.33 | 12.00 |
| Turnover rate, men | % | 10.50 | 12.00 |
| Managers, women | persons | 70 | 60 |
| Managers, men | persons | 335 | 300 |
| Engineers, women | - | 33 (30%) | 22 (25%) |
| Managers, women and men | persons | 405 | 360 |
| Bonus, women | EUR | 500 | 400 |
| Bonus, men | USD | 600 | 450 |
| Grants | - | RMB 5 million | RMB 900 thousand |
| Training hours | hours | 25 | not given |

The heating of our plants used 20% less energy than before.
""",
    "acme-2023.md": """# Acme ESG report 2023

## Environment

| Indicator | Unit | 2023 Total | 2023 Phones | 2023 Cars | 2022 |
| --- | --- | --- | --- | --- | --- |
| Total energy use | MWh | 400.0 | 100.0 | 300.0 | 160.0 |
| Total energy use per head | MWh per person | 2.0 | 1.0 | 3.0 | 1.0 |
| Direct energy use | MWh | 50.0 | 20.0 | 30.0 | 10.0 |
| Hazardous waste | tonnes | 20 | 5 | 15 | 0 |
| Water withdrawal | tonnes | 900 | 800 | 100 | 650 |

| Greenhouse gas | Unit | 2023 | 2022 | 2021 |
| --- | --- | --- | --- | --- |
| Direct GHG emissions (Scope 1) | t CO2e | 12.5 | 10.0 | 8.0 |
| Indirect GHG emissions (Scope 2) | t CO2e | 37.5 | 30.0 | 22.0 |
| Other emissions (Scope 3) | t CO2e | over 900 | 800 | 700 |
| Total GHG emissions (Scope 1 and Scope 2) | t CO2e | 50.0 | 40.0 | 30.0 |

| Lots | 2023 Chargers | 2023 Sites | 2022 Chargers | 2022 Sites |
| --- | --- | --- | --- | --- |
| Car parks | 92 | 38 | 43 | 13 |

## People

| Employees by region | Unit | 2023 | 2022 |
| --- | --- | --- | --- |
| North | persons | 500 | 450 |
| South | persons | 300 | 500 |
| Far East | persons | 200 | 50 |
| Total | persons | 1,000 | 1,000 |

| Turnover rate by age group | Unit | 2023 | 2022 |
| --- | --- | --- | --- |
| Below 30 | % | 12.5 | 9.5 |
| 30 to 50 | % | 7.5 | 8.5 |
| Above 50 | % | 21.5 | 8.5 |

| Complaints by country | Unit | 2023 |
| --- | --- | --- |
| Norland | cases | 30 |
| Sudland | cases | 20 |
| Total | cases | 90 |

| Injuries by site | Unit | 2023 |
| --- | --- | --- |
| Harbour | cases | 3 |
| Airport | cases | over 3 |
| Depot | cases | 2 |

| Metal | Suppliers | Certified (%) |
| --- | --- | --- |
| Zinc | 35 | 91 |
| Lead | 12 | 97 |
| Gold | 40 | 88 |

| Costs by region | Unit | 2023 |
| --- | --- | --- |
| North | EUR | 5 |
| South | EUR | 3 |

| Costs by region | Unit | 2023 |
| --- | --- | --- |
| North | EUR | 2 |
| South | EUR | 7 |

## Waste reduction

| Waste by region | Unit | 2023 | 2022 |
| --- | --- | --- | --- |
| North | tonnes | 7 | 9 |
| South | tonnes | 6 | 6 |

## Products

The Torque V6 motor delivers a power of 220 kW and weighs 40 kg, while the Torque V6s motor delivers a power of 275 kW.

The Breeze B2 fan has 90% efficiency at 30 dB, while the Breeze B2s fan has 95% efficiency at 35 dB.

The model of 512GB causes 65.68 kg.

The model of 256GB causes 62.8 kg.

Savings will come from heat and from light in two periods: 2022 to 2030 and 2031 to 2050.

Heat will save 2.3 Gt and 2.2 Gt in the respective periods, while light will save 2.2 Gt and 2.6 Gt.

Plant-based plastic accounts for 40% and 21% of the Alto and Brio phones, respectively.

The new pump raised the efficiency of our washers from 40.5% to 53.7%.

Recycling cut the gas burnt in winter by 43.9% compared with 2022.

Bought-in gold comes from 179 smelters.

Bought-in tin comes from 82 smelters.
""",
}

Reckon = Callable[..., Attempt]


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """An index of the two reports."""
    here = tmp_path_factory.mktemp("acme")
    for name, text in REPORTS.items():
        (here / name).write_text(text, encoding="utf-8")
    build_index([here], into=here / "index", embedder=FakeEmbedder())
    with Index.open(here / "index") as index:
        yield index


@pytest.fixture
def reckon(acme: Index) -> Reckon:
    """Asks for a reckoning from the units that begin with these words.

    The best stands first, each a step below the last and less of the question in it.
    """

    def ask(
        question: str,
        *beginnings: str,
        step: float = 0.05,
        coverage: float = 0.6,
        less: float = 0.0,
        documents: Collection[str] | None = None,
    ) -> Attempt:
        units = [_unit(acme, beginning) for beginning in beginnings]
        ranked = [
            Unit(unit.evidence, unit.text, score=2 - step * place, coverage=coverage - less * place, nearness=0.5)
            for place, unit in enumerate(units)
        ]
        return reckoned(Aim.of(understand(question), acme), ranked, index=acme, documents=documents)

    return ask


def _unit(index: Index, beginning: str) -> Unit:
    """The unit that begins with these words; a report's year before a colon tells one report from the other."""
    report, _colon, words = beginning.rpartition(": ") if beginning[:4].isdigit() else ("", "", beginning)
    for stored in index.passages(range(1, index.count + 1)):
        if not report or stored.document.year == int(report):
            for text in texts(stored.passage):
                if text.startswith(words):
                    return Unit(_evidence(stored), text)
    raise LookupError(beginning)


def _evidence(stored: StoredPassage) -> Evidence:
    """A passage as found."""
    passage = stored.passage
    return Evidence(
        stored.document.name, stored.document.title, passage.section_path, passage.page, passage.lines, passage.text,
        1.0, stored,
    )  # fmt: skip
