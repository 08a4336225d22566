"""The running application without a face: paths, jobs, the command line, and the exchange with the street."""
