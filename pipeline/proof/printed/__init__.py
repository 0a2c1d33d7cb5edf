"""What dateline itself says around a brief's sentences, held against what its record prints today.

Enter: a published brief's record and evidence, and its page, twin and JSON as a stranger finds them.
Leave: findings. Labels with their dates, tallies, teams, lines of quiet domains, titles, states, entries
of the sources, and the addresses of links are derived through the functions that print them, so that no
list of wordings is kept here. Titles of domains under a cross-cut are the desk's, and not compared.
"""

from __future__ import annotations
