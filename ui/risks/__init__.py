"""Windows of the risk list: the matrix, and the rounds of assessment."""
