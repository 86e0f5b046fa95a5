"""Search: what is indexed, the engines behind their interface, ranking, the results page."""

import os

# Before anything imports numpy. The arrays of a ranking are small: threads of its linear algebra
# would only wait for one another, and for those of the server.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
