"""What runs mean: paired comparison, and what the theory predicts on paper."""
