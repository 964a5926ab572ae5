import sys

from romanesco import main

sys.exit(main())
