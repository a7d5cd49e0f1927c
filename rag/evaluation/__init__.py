"""How good the answers are: gold sets, the rule of scoring, runs and reports."""
