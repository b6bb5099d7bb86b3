"""Many runs as one: replicate, compare, keep the results."""
