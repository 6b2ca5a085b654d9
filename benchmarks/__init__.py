"""How long a visitor waits and how much a visit costs, as a multiple of what stands beside it.

Seconds say more about the machine than about the dashboard. So what is measured is measured right beside
the same in an empty Streamlit app, a static page, Datasette, or this dashboard as anyone would write it in
an afternoon, and the ratio has the limit. Run ``python -m benchmarks``, or one part with ``--only cold``;
docs/operations.md says what the parts are.
"""

import sys
from pathlib import Path

# A clone runs without being installed.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
