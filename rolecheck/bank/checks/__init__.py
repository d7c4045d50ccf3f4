"""The bank as an instrument: rules that read a loaded bank and tell where it would measure badly. Pure."""
