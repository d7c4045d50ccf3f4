"""One respondent's report, from the conclusion to what there is to talk about."""
