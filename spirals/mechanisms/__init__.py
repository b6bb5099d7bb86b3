"""The theory: one small pure function per mechanism, grouped by noun."""
