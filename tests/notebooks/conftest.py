import os

# The tests need no network: where there is one, nobody's server is asked for books.
os.environ["ROMANESCO_OFFLINE"] = "1"
