"""Words that mean the same in ESG reports, so that a question meets a report that words it otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.question.words import stem

_WORD = re.compile(r"[^\W_]+(?:[&-][^\W_]+)*")

_TABLE = """
emissions | emission | emit | emitted | emits
ghg | greenhouse gas | greenhouse gases | greenhouse | carbon emissions
co2e | co2 | co2-e | co2eq | carbon dioxide | carbon dioxide equivalent | tco2e
value chain | scope 3 | value-chain
direct emissions | scope 1
indirect emissions | scope 2
carbon footprint | product carbon footprint | pcf
life cycle | lifecycle | life-cycle
net zero | net-zero | carbon neutral | carbon-neutral | carbon neutrality | climate neutral | climate neutrality
offset | offsets | offsetting | carbon credit | carbon credits
decarbonise | decarbonize | decarbonisation | decarbonization
internal carbon price | carbon price | carbon pricing
global warming | climate change
electricity | electric power
renewable | renewables | renewable energy | green electricity | clean energy | green power | renewable electricity
solar | photovoltaic | photovoltaics | pv
ppa | ppas | power purchase agreement | power purchase agreements
rec | recs | i-rec | i-recs | renewable energy certificate | renewable energy certificates | green certificates
withdrawal | withdrawals | withdrawn | consumption | used | use | usage | consumed | consume | burn | burned | burnt
tap water | running water | fresh water | freshwater | municipal water
discharge | discharged | discharges | drained | wastewater | waste water | effluent | effluents | sewage
reclaimed water | recycled water | reused water
water stress | water-stressed | water scarcity | water-scarce
e-waste | electronic waste | weee | waste electrical | end-of-life electronics
rubbish | garbage | refuse | litter | trash
non-hazardous | nonhazardous | general waste
landfill | landfilled
trade-in | trade in | trade-ins
aluminium | aluminum
packaging | packing | package
air pollutants | air emissions
biodiversity | nature conservation | ecosystems
employee | employees | staff | workforce | headcount | personnel | workers | worker | people
women | female | females | woman
men | male | males
per capita | per employee | per head | per person | capita
turnover | attrition | leavers | leave | left
new hires | newly hired | recruits | recruited | hired
disabilities | disability | disabled
ethnic minority | ethnic minorities | minority groups
pay gap | wage gap | pay ratio | remuneration ratio
salary | salaries | wages | remuneration | compensation
oversee | oversees | overseen | overseeing | oversight | supervise | supervises | supervised | supervision
trade union | trade unions | labor union | labour union | unions | collective bargaining
labor | labour
training | trained
hours | hour
24 hours | 24 h | one day | 1 day
48 hours | 48 h | two days | 2 days
72 hours | 72 h | three days | 3 days
resolved | resolve | resolution | solved | solve | settled | settle
percentage | proportion | percent | per cent
volunteering | volunteer | volunteers | volunteered
injury | injuries | accident | accidents | injured
fatality | fatalities | deaths | death | died | killed
occupational health | workplace safety | work safety | health and safety | ehs | ohs
trir | trifr | total recordable incident rate | total recordable injury rate | total recordable injury frequency rate
ltir | ltifr | lost time injury rate | lost-time injury rate | lost time injury frequency | lost-time injuries
lost days | lost working days | days lost | working days lost
supplier | suppliers | vendor | vendors
bought | buy | purchased | purchase | procured | procurement
conflict minerals | 3tg | responsible minerals
child labour | child labor
underage workers | juvenile workers | young workers
forced labour | forced labor | modern slavery
audit | audits | audited
corruption | bribery | fraud | anti-corruption
whistleblowing | whistleblower | whistle-blowing | whistle-blower | reporting channel | speak-up | tip-off
board | directors | board of directors
independent directors | independent non-executive directors | ined | ineds
executive pay | executive remuneration | executive compensation
material topics | material issues | material topic | material issue | materiality
target | targets | goal | goals | pledge | commitment | aim
baseline | base year | base-year
certified | certification | certificate | certificates | conformant | accredited
assurance | assured | externally verified | third-party verification
r&d | research and development
spent | invested | investment | expenses | expenditure | spend | spending
opex | operating expenditure | operating expenses | operating costs
capex | capital expenditure | capital expenditures | capital investment
revenue | revenues | turnover revenue | sales
fines | penalty | penalties
donation | donations | donated | donate | charitable giving | philanthropy
green bond | green bonds | sustainable bond
privacy | personal data | data protection | personal information
cybersecurity | cyber security | information security | data security
data breach | data breaches | data leak | data leakage
ai | artificial intelligence
phone | phones | smartphone | smartphones
car | cars | vehicle | vehicles | automobile | automobiles | ev | evs
recall | recalls | recalled
tsm | towards sustainable mining
tailings | tailings storage facility | tsf
tenant | tenants | lessee | lessees
indigenous | first nations | aboriginal
headquarters | head office | hq
factory | factories | plant | plants
"""

SYNONYMS: tuple[tuple[str, ...], ...] = tuple(
    tuple(term.strip() for term in line.split("|")) for line in _TABLE.strip().splitlines()
)
"""Groups of words and phrases, lower-cased; any of a group may stand for another."""


_RESOURCES = """
water energy electricity power gas fuel diesel petrol gasoline heat steam paper packaging material materials resources
coal oil plastic mwh kwh
"""
_AT_WORK = """
work works worked working employ employs employed employee employees staff workforce payroll hire hired full-time
part-time disabilities company job jobs turnover voluntarily accord women men
"""
_ONLY_BESIDE = {
    **dict.fromkeys(
        ("used", "use", "usage", "burn", "burned", "burnt", "consume", "consumed"), frozenset(_RESOURCES.split())
    ),
    **dict.fromkeys(("left", "leave", "people"), frozenset(_AT_WORK.split())),
}
"""Words of many meanings, and those of which one must stand beside them: water that is used, people who work."""


def widened(text: str, words: Iterable[str]) -> tuple[str, ...]:
    """The words and, for every group that the text touches, the group's other words and phrases.

    Of words with one stem only the first is kept: a search that takes endings off would count the others again.
    """
    terms = [*words, *(term for group in touched(text) for term in group)]
    kept: dict[tuple[str, ...], str] = {}
    for term in terms:
        kept.setdefault(tuple(map(stem, term.split())), term)
    return tuple(kept.values())


def touched(text: str) -> tuple[tuple[str, ...], ...]:
    """The groups that a text uses a word of; a word of many meanings counts only beside one that tells which."""
    padded = padded_words(text)
    words = frozenset(padded.split())
    return tuple(
        group
        for group in SYNONYMS
        if any(f" {term} " in padded and not words.isdisjoint(_ONLY_BESIDE.get(term, words)) for term in group)
    )


def padded_words(text: str) -> str:
    """The text as lower-case words between single blanks, so that ``" term "`` finds whole words and phrases."""
    return f" {' '.join(_WORD.findall(text.lower()))} "
