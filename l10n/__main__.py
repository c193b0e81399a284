"""`python -m l10n`: the same as the command `l10n`."""

import sys

from l10n.cli import main

sys.exit(main())
