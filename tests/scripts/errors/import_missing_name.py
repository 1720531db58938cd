from collections import no_such_name
