"""How good the answers are: gold sets, the rule of scoring, runs and reports.

from rag.evaluation import evaluate, load_gold
print(evaluate(assistant, load_gold("gold.jsonl")).table())
"""

from rag.evaluation.baseline import run_baseline
from rag.evaluation.check import Check, check_gold
from rag.evaluation.check_back import check_figures
from rag.evaluation.dialogue_set import load_dialogues
from rag.evaluation.dialogues import DialogueResult, check_dialogues, run_dialogues
from rag.evaluation.gold import GoldEvidence, GoldItem, load_gold
from rag.evaluation.metrics import Verdict
from rag.evaluation.report import write_report
from rag.evaluation.result import Outcome, Result, Tally, below_floors, compare
from rag.evaluation.run import evaluate

__all__ = [
    "Check",
    "DialogueResult",
    "GoldEvidence",
    "GoldItem",
    "Outcome",
    "Result",
    "Tally",
    "Verdict",
    "below_floors",
    "check_dialogues",
    "check_figures",
    "check_gold",
    "compare",
    "evaluate",
    "load_dialogues",
    "load_gold",
    "run_baseline",
    "run_dialogues",
    "write_report",
]
