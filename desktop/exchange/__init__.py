"""SLP-1: the signed package, its receipt, the keys and the enrolment sheets."""
