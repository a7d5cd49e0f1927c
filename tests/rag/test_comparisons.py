"""What a question compares, and how it wants it reckoned."""

from __future__ import annotations

import pytest

from rag.question import understand


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("By what percentage did energy use rise from 2020 to 2021?", "change"),
        ("By roughly what percentage did energy use rise between 2020 and 2021?", "change"),
        ("What was the percentage increase in waste?", "change"),
        ("Year-on-year growth of revenue", "change"),
        ("Did emissions fall after 2021?", "change"),
        ("How did water use change from 2022 to 2023?", "change"),
        ("By what percentage did Scope 1 emissions go up from 2022 to 2023?", "change"),
        ("Did water use go up or come down in 2023?", "change"),
        ("What does it do against climate change?", ""),
        ("Where did pupils from Changping learn in 2018?", ""),
        ("How many times as much energy was used in 2024 as in 2018?", "ratio"),
        ("What was the ratio of men to women?", "ratio"),
        ("What was the fault ratio of laptops?", ""),
        ("How did emissions develop from 2018 to 2024?", "trend"),
        ("What is the trend in water use?", "trend"),
        ("How has turnover evolved over the years?", "trend"),
        ("How much more did it spend in 2024 than in 2023?", "difference"),
        ("By how many percentage points do the rates differ?", "difference"),
        ("How many more men than women work there?", "difference"),
        ("What is the gap between men and women?", "difference"),
        ("Did men or women get more training, and what was the gap?", "difference"),
        ("How far apart are the rates of Asia and Europe?", "difference"),
        ("How different was the rate in Asia?", "difference"),
        ("How many different products are there?", ""),
        ("How much did emissions fall between 2018 and 2021?", "difference"),
        ("Were there more or fewer injuries in 2024?", "difference"),
        ("What share of staff was trained?", "share"),
        ("How much were Scope 1 and Scope 2 emissions combined?", "sum"),
        ("What is the sum of both?", "sum"),
        ("Average energy use between 2020 and 2022", "average"),
        ("How much water did each employee use on average in 2018?", ""),
        ("Which year had the highest emissions?", "largest"),
        ("Was more water used in Asia or in Europe?", "largest"),
        ("Which site had the lowest emissions?", "smallest"),
        ("Was less water used in Asia or in Europe?", "smallest"),
        ("Which gender had the higher turnover rate?", "largest"),
        ("Which of both sites has the lower rate?", "smallest"),
        ("In which year did emissions peak?", "largest"),
        ("Which site had the second-highest emissions?", ""),
        ("Which were the three largest sites?", ""),
        ("Are at least two directors independent?", ""),
        ("Do more than 50 people work in the office or at home?", ""),
        ("What did value-chain emissions add up to?", ""),
        ("Why did emissions rise?", ""),
        ("How is the average defined?", ""),
        ("What were Scope 1 emissions in 2024?", ""),
    ],
)
def test_operations(text: str, operation: str) -> None:
    assert understand(text).operation == operation


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("How much more power does the V6s motor give than the V6?", ("power V6s motor give", "power V6")),
        (
            "How different was the female share between senior and junior grades in 2023?",
            ("female share senior grades 2023", "female share junior grades 2023"),
        ),
        ("What was the pay ratio between men and women?", ("pay ratio men", "pay ratio women")),
        ("What is the difference between Scope 1 and 2 emissions?", ("Scope 1 emissions", "Scope 2 emissions")),
        ("What is the gap between Scope 1 and Scope 2 emissions?", ("Scope 1 emissions", "Scope 2 emissions")),
        ("How many times as many men as women work there?", ("men work", "women work")),
        (
            "How many kg more does a lamp weigh with 9 LEDs than with 6 LEDs?",
            ("kg lamp weigh 9 LEDs", "kg lamp weigh 6 LEDs"),
        ),
        ("How much more torque does the V6s have than the V6?", ("torque V6s", "torque V6")),
        ("What is the gap between men's and women's pay?", ("men's pay", "women's pay")),
        ("How far apart are the rates of Asia and Europe?", ("rates Asia", "rates Europe")),
        ("Did more women or men leave in 2024?", ("women leave 2024", "men leave 2024")),
        ("How many more men than women work there?", ("men work", "women work")),
        ("Was water use higher in Asia or in South America?", ("water use Asia", "water use South America")),
        ("Is turnover higher for men than for women?", ("turnover men", "turnover women")),
        (
            "Were complaints solved better in China than overseas?",
            ("complaints solved China", "complaints solved overseas"),
        ),
        ("Which was higher in 2023, Scope 1 or Scope 2?", ("2023 Scope 1", "2023 Scope 2")),
        ("Did Acme or Nord Power use more water?", ("Acme use water", "Nord Power use water")),
        ("Compare the water use of Acme and Nord Power", ("water use Acme", "water use Nord Power")),
        ("female vs male employees", ("female employees", "male employees")),
        ("Scope 1 compared with Scope 2 emissions", ("Scope 1 emissions", "Scope 2 emissions")),
        ("Did energy use rise between 2020 and 2021?", ("energy use 2020", "energy use 2021")),
        ("How much more was spent in 2024 than in 2023?", ("spent 2023", "spent 2024")),
        ("How much more energy was used in 2024 than the year before?", ("energy used 2023", "energy used 2024")),
        (
            "How did Scope 1 emissions develop from 2018 over 2021 to 2024?",
            ("Scope 1 emissions 2018", "Scope 1 emissions 2021", "Scope 1 emissions 2024"),
        ),
        ("How did spending develop from 2018 to 2024?", ("spending 2018", "spending 2024")),
        ("How many smelters were traced in 2021 and in 2024?", ("smelters traced 2021", "smelters traced 2024")),
        ("How much more was used in 2023 than in 2022, to be cut by 2030?", ("used cut 2022", "used cut 2023")),
        ("How much more was used in 2021 than in 2020, by the 2023 report?", ("used 2020", "used 2021")),
        ("How do emissions in FY2023 compare with FY2021?", ("emissions 2021", "emissions 2023")),
        (
            "How does the target in its 2023 report differ from the one in the 2021 report?",
            ("target 2021", "target 2023"),
        ),
    ],
)
def test_sides(text: str, sides: tuple[str, ...]) -> None:
    assert understand(text).sides == sides


@pytest.mark.parametrize(
    "text",
    [
        "What were Scope 1 emissions in 2024?",
        "What were Scope 1 and Scope 2 emissions in 2024?",
        "Was water use higher than expected?",
        "Were more than 50 suppliers audited?",
        "Did injuries cost more or fewer days?",
        "Did emissions rise or fall in 2022?",
        "Why do the figures for 2020 in the 2021 report differ?",
        "Why was more used in 2023 than in 2022?",
        "How far had it come with its goal for 2026 by the end of 2024?",
        "How much is to be cut by 2026, and what was cut in 2021?",
        "Average energy use between 2020 and 2022",
        "Emissions 2020-2024",
        "How many times as much water did it use as planned?",
        "How much was used in plants in China compared to plants in India?",
        "How much more water does the plant in Rome use than the plant in Paris?",
        "How does intensity differ from the average?",
        "difference between 2020 and 2021",
        "Which patent licence or cross-licence deals were signed?",
        "more than",
        "or",
        "between and",
        "than the",
        "compared to",
    ],
)
def test_no_sides_where_none_are_sure(text: str) -> None:
    assert understand(text).sides == ()
