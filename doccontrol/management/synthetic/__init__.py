"""Made-up registers and documents of any size, for measurements and for tests at random."""
