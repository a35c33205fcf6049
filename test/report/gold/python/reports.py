"""Prints what Python's trace makes of a small shop: `python3 reports.py functions|callers < reports.json`."""
import json
import sys
import trace

data = json.load(sys.stdin)
if sys.argv[1] == "functions":
    results = trace.CoverageResults(calledfuncs={tuple(f): 1 for f in data["functions"]})
else:
    results = trace.CoverageResults(callers={(tuple(a), tuple(b)): 1 for a, b in data["callers"]})
results.write_results()
