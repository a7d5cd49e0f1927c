"""The words of an answer: the report's own, or those of a model held to it; and the citations behind them."""
