"""What a number of a SKU or a product may look like: 1 to 64 characters, none of them a line break, no space at either end."""

import re

NUMBER = re.compile(r"[^\s\x00-\x1f](?:[^\x00-\x1f]{0,62}[^\s\x00-\x1f])?")
