"""Made-up reports and an index of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from index.building import build_index
from models.fakes import FakeEmbedder
from rag.evidence import Unit
from rag.statement import Attempt

Ask = Callable[..., Attempt]
Order = Callable[[list[Unit]], list[Unit]]
"""Puts the units that were found into another order."""

OLD = """# Acme sustainability report 2022

Acme Ltd reports for 2022.

## Environment

| Use of resources | Unit | 2022 | 2021 |
|---|---|---|---|
| Scope 1 emissions | tonnes CO2e | 120.5 | 131.0 |
| Scope 2 emissions | tonnes CO2e | 300.0 | 310.0 |
| Total water withdrawal | m³ | 5,100 | 4,800 |
| Hazardous waste | tonnes | 7.5 | 8.1 |
"""
NEW = """# Acme sustainability report 2024

Acme Ltd reports for 2024. In 2023, 17 apprentices were taken on.

## Environment

| Use of resources | Unit | 2024 Total | 2024 Retail | 2024 Transport | 2023 | 2022 |
|---|---|---|---|---|---|---|
| Scope 1 emissions | tonnes CO2e | 98.7 | 60.2 | 38.5 | 110.3 | 125.5 |
| Scope 2 emissions | tonnes CO2e | 250.0 | 150.0 | 100.0 | 280.0 | 300.0 |
| Total water withdrawal | m³ | 4,400 | 3,000 | 1,400 | 4,900 | 5,100 |
| Wastewater discharge | m³ | 3,900 | 2,700 | 1,200 | 4,100 | - |
| Hazardous waste | tonnes | 6.2 | 4.0 | 2.2 | 6.9 | 7.5 |
| NOx emissions | kg | 55 | 30 | 25 | 58 | 60 |
| Sulphur oxides (SOx) | kg | 12 | 8 | 4 | - | - |

| Intensity | Unit | 2024 | 2023 |
|---|---|---|---|
| Hazardous waste per employee | kg/person | 3.1 | 3.4 |

## People

| Employees | Unit | 2024 | 2023 |
|---|---|---|---|
| Total employees | persons | 2,000 | 2,030 |
| Female employees | persons | 820 | 790 |
| Share of female employees | % | 41.0 | 38.9 |
| Employee turnover rate | % | 9.9 | 11.2 |

### Training by level

| Training by level | Unit | 2024 | 2023 |
|---|---|---|---|
| **Hours** | | | |
| Senior | hours | 12.5 | 11.9 |
| Junior | hours | 20.1 | 19.0 |
"""


def built(here: Path, **reports: str) -> Path:
    """An index of reports by their names."""
    for name, text in reports.items():
        (here / f"{name.replace('_', '-')}.md").write_text(text, encoding="utf-8")
    build_index([here], into=here / "index", embedder=FakeEmbedder())
    return here / "index"
