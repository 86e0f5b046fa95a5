"""Lists of the controlled documents for whoever keeps or audits them."""
